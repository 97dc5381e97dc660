import type { components } from '@/api/schema'

export type InvoiceRow = components['schemas']['PaidInvoice']
export type Invoice = components['schemas']['PaidInvoiceDetail']
export type InvoiceLine = components['schemas']['InvoiceLine']
export type InvoicePayment = components['schemas']['InvoicePayment']
export type Payment = components['schemas']['Payment']
