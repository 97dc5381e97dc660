import type { components } from '@/api/schema'

export type Invoice = components['schemas']['PaidInvoiceDetail']
export type SaleBody = components['schemas']['InvoiceInputRequest']
export type SaleLine = components['schemas']['InvoiceLineInputRequest']
export type CheckoutBody = components['schemas']['CheckoutInputRequest']
export type Asset = components['schemas']['Asset']
export type BulkItem = components['schemas']['BulkStock']
export type Customer = components['schemas']['Customer']
