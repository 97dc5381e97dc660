/** What credit notes do to an invoice: void it, or take from what is owed. */
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { usePart } from '@/api/queries'
import { fromCents, toCents } from '@/lib/money'
import { useCan } from '@/ui/permissions'
import type { components } from '@/api/schema'
import type { Invoice, InvoiceRow } from './types'

export type InvoiceCredit = components['schemas']['InvoiceCredit']

/** Received so far: of a draft or a cancelled sale nothing is, whatever its balance says. */
export function paidOn({ payments }: Pick<InvoiceRow, 'payments'>): string {
  const cents = payments.reduce(
    (sum, { kind, amount }) => sum + (kind === 'receipt' ? toCents(amount) : -toCents(amount)),
    0n,
  )
  return fromCents(cents)
}

/** What is off the total without having been received; null where nothing is. */
export function creditedOn(
  invoice: Pick<InvoiceRow, 'payments' | 'total_amount' | 'balance' | 'issued_at'>,
): string | null {
  const { issued_at, total_amount = '0.00', balance = '0.00' } = invoice
  if (!issued_at) return null
  const cents = toCents(total_amount) - toCents(paidOn(invoice)) - toCents(balance)
  return cents > 0n ? fromCents(cents) : null
}

/** The credit notes of an invoice, asked for only where there may be some. */
export function useCredits(invoice: MaybeRefOrGetter<Invoice>) {
  const can = useCan()
  const mayHaveSome = computed(() => {
    const shown = toValue(invoice)
    const isTouched = shown.void_status !== 'none' || shown.lines.some((line) => (line.returned_quantity ?? 0) > 0)
    return shown.customer !== null && (isTouched || creditedOn(shown) !== null) && can('invoices.credit-notes')
  })
  return usePart<{ results: InvoiceCredit[] }>('invoices', () => toValue(invoice).id, 'credit-notes', mayHaveSome)
}
