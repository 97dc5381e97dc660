/** The requests of a sale. Writing ones carry the sale's key, so that an answer that was lost is only asked for again. */
import { api } from '@/api/client'
import type { CheckoutBody, Invoice, SaleBody } from './types'

export interface Answer {
  invoice: Invoice
  etag: string
}

function answer({ data, response }: { data?: unknown; response: Response }): Answer {
  return { invoice: data as Invoice, etag: response.headers.get('ETag') ?? '' }
}

const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } })
const at = (id: number) => ({ path: { id } })

export const sales = {
  read: async (id: number) => answer(await api.GET('/api/v1/invoices/{id}', { params: at(id) })),

  create: async (body: SaleBody, key: string) =>
    answer(await api.POST('/api/v1/invoices', { body, params: keyed(key) })),

  update: async (id: number, body: SaleBody, etag: string) =>
    answer(await api.PATCH('/api/v1/invoices/{id}', { params: { ...at(id), header: { 'If-Match': etag } }, body })),

  checkout: async (id: number, body: CheckoutBody, key: string) =>
    answer(await api.POST('/api/v1/invoices/{id}/checkout', { params: { ...at(id), ...keyed(key) }, body })),

  issue: async (id: number, key: string) =>
    answer(await api.POST('/api/v1/invoices/{id}/issue', { params: { ...at(id), ...keyed(key) } })),

  cancel: async (id: number, reason: string, key: string) =>
    answer(await api.POST('/api/v1/invoices/{id}/cancel', { params: { ...at(id), ...keyed(key) }, body: { reason } })),
}
