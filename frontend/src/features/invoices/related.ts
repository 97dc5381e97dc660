/** What stands beside an invoice: the notes about it, and what settled it. */
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { usePart } from '@/api/queries'
import type { components } from '@/api/schema'
import { useCan } from '@/ui/permissions'
import type { Invoice } from './types'

export type InvoiceNote = components['schemas']['InvoiceNote']
export type Settlement = components['schemas']['Settlement']
type Related = components['schemas']['InvoiceRelated']

/** What stands beside an invoice, asked for only once it is issued. */
export function useInvoiceRelated(invoice: MaybeRefOrGetter<Invoice>) {
  const can = useCan()
  const mayHaveSome = computed(() => toValue(invoice).issued_at !== null && can('invoices.related'))
  return usePart<Related>('invoices', () => toValue(invoice).id, 'related', mayHaveSome)
}
