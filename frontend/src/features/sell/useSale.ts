/** One sale after the other: the cart, its draft on the server, its payment, and the sale just made. */
import { useQueryClient } from '@tanstack/vue-query'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import { printDocument } from '@/lib/print'
import { recall, remember } from '@/lib/storage'
import { useSession } from '@/shell/session/store'
import { useNotify } from '@/ui/feedback/notify'
import { sales } from './api'
import { buyerOf, cartOf, emptyCart } from './cart'
import { createDrafting, newStanding, standingOf, type Sold } from './drafting'
import { useKeptSale } from './kept'
import type { Customer } from './types'
import { useAdding } from './useAdding'
import { usePayment } from './usePayment'

const PRINTS = 'till.prints'
const TOUCHED = ['invoices', 'payments', 'assets', 'bulk-stock', 'warranties', 'customers']

export function useSale(focusScan: () => void) {
  const { t } = useI18n()
  const client = useQueryClient()
  const notify = useNotify()
  const { cart, standing } = useKeptSale(useSession().me?.id)

  /** The sale just made, until the next one begins. */
  const sold = shallowRef<Sold | null>(null)
  const prints = ref(recall(PRINTS, true))

  const drafting = createDrafting(
    () => standing.value,
    (next) => (standing.value = next),
  )
  const adding = useAdding({
    cart,
    draft: () => standing.value.draft?.id,
    edited: () => {
      payment.edited()
      sold.value = null
    },
  })
  const payment = usePayment({ cart, drafting, settled: adding.settled, isWaiting: adding.isWaiting, onSold })

  function onSold(done: Sold): void {
    sold.value = done
    clear()
    if (prints.value) print()
    for (const name of TOUCHED) void client.invalidateQueries({ queryKey: keys.all(name) })
    focusScan()
  }

  function clear(): void {
    cart.value = emptyCart()
    standing.value = newStanding()
    adding.remark.value = null
    payment.edited()
  }

  function print(): void {
    if (sold.value) printDocument(`/api/v1/invoices/${sold.value.invoice.id}/pdf`)
  }

  function setPrints(wanted: boolean): void {
    prints.value = wanted
    remember(PRINTS, wanted)
  }

  /** Gives the sale up at once; until the next act its lines can be had back, on a new draft. */
  async function startOver(): Promise<void> {
    const before = cart.value
    const released = drafting.release(t('till.abandoned'))
    clear()
    focusScan()
    const takeBack = () => (cart.value = { ...before, lines: [...cart.value.lines, ...before.lines] })
    if (before.lines.length) adding.removed(t('till.cleared'), takeBack)
    await released.catch(notify.failure)
  }

  /** Goes on with a draft that was begun elsewhere. */
  async function resume(id: number): Promise<void> {
    try {
      const answer = await sales.read(id)
      const { customer, status, invoice_number: number } = answer.invoice
      if (status !== 'Draft') {
        adding.remark.value = { tone: 'warning', text: t('till.notADraft', { number }) }
        return
      }
      const buyer = customer ? (await resource.detail<Customer>('customers', customer.id)).document : null
      cart.value = cartOf(answer.invoice, buyer && buyerOf(buyer))
      standing.value = standingOf(answer)
      payment.edited()
    } catch (error) {
      notify.failure(error)
    }
  }

  return { cart, standing, sold, prints, ...adding, ...payment, print, setPrints, startOver, resume }
}
