import type { components } from '@/api/schema'

export type PaymentRow = components['schemas']['Payment']
export type BankRow = components['schemas']['Bank']
