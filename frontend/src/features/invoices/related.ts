/** What stands beside an invoice: the notes about it, and what settled it. */
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { usePart } from '@/api/queries'
import type { components } from '@/api/schema'
import { isZero, toCents } from '@/lib/money'
import { useCan } from '@/ui/permissions'
import type { Invoice } from './types'

export type InvoiceNote = components['schemas']['InvoiceNote']
export type Settlement = components['schemas']['Settlement']
type Related = components['schemas']['InvoiceRelated']

/** Something else than its payments at the till settled it, or a note is about it. */
function isTold({ has_notes, credited, paid, payments }: Invoice): boolean {
  const tills = payments.map(({ kind, amount }) => (kind === 'receipt' ? toCents(amount) : -toCents(amount)))
  return has_notes || !isZero(credited) || toCents(paid) !== tills.reduce((sum, cents) => sum + cents, 0n)
}

/** What stands beside an invoice, asked for only where there is something. */
export function useInvoiceRelated(invoice: MaybeRefOrGetter<Invoice>) {
  const can = useCan()
  const mayHaveSome = computed(() => isTold(toValue(invoice)) && can('invoices.related'))
  return usePart<Related>('invoices', () => toValue(invoice).id, 'related', mayHaveSome)
}
