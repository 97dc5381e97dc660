/** What belongs to an invoice beside itself, in one request: the notes about it, what settled it, its warranties. */
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { usePart } from '@/api/queries'
import type { components } from '@/api/schema'
import { isZero, toCents } from '@/lib/money'
import type { Invoice } from './types'

export type InvoiceNote = components['schemas']['InvoiceNote']
export type Settlement = components['schemas']['Settlement']
type Related = components['schemas']['InvoiceRelated']

/** Something else than its payments at the till settled it, or a note is about it. */
function isTold({ has_notes, credited, paid, payments }: Invoice): boolean {
  const tills = payments.map(({ kind, amount }) => (kind === 'receipt' ? toCents(amount) : -toCents(amount)))
  return has_notes || !isZero(credited) || toCents(paid) !== tills.reduce((sum, cents) => sum + cents, 0n)
}

const hasUnits = ({ issued_at, lines }: Invoice) => issued_at !== null && lines.some(({ kind }) => kind === 'asset')

/** What belongs to an invoice, asked for only where there may be something. */
export function useInvoiceRelated(invoice: MaybeRefOrGetter<Invoice>) {
  const mayHaveSome = computed(() => isTold(toValue(invoice)) || hasUnits(toValue(invoice)))
  return usePart<Related>('invoices', () => toValue(invoice).id, 'related', mayHaveSome)
}
