import type { components } from '@/api/schema'

export type AccountPayment = components['schemas']['SalesPaymentDetail']
export type AccountPaymentRow = components['schemas']['SalesPayment']
export type Reversal = components['schemas']['SalesPaymentReversalDetail']
export type ReversalRow = components['schemas']['SalesPaymentReversal']
export type OpenItem = components['schemas']['OpenItem']
export type OpenItems = components['schemas']['OpenItems']
export type AskedItem = components['schemas']['AskedItem']
export type ToldItem = components['schemas']['ToldItem']
export type Customer = components['schemas']['Customer']

export type ItemType = ToldItem['type']
