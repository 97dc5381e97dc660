import type { components } from '@/api/schema'

/** Credit and debit notes are of one shape; what may be done with one differs. */
export type Note = components['schemas']['CreditNote']
export type NoteLine = components['schemas']['CreditNoteLine']
export type Related = components['schemas']['Related']
export type Application = components['schemas']['Application']
export type Linked = components['schemas']['Linked']
export type Customer = components['schemas']['Customer']
export type OpenInvoice = components['schemas']['PaidInvoice']
export type Invoice = components['schemas']['PaidInvoiceDetail']
export type InvoiceLine = components['schemas']['InvoiceLine']

export type NoteResource = 'credit-notes' | 'debit-notes'
