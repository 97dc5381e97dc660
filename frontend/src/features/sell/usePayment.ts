/**
 * From the cart to the receipt. The panel opens at once with our own total; the draft is made behind it, and its total
 * counts. Enter goes one step further each time: what is left becomes a second tender, and nothing left ends the sale.
 */
import { computed, ref, shallowRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { recall, remember } from '@/lib/storage'
import { useBusiness } from '@/ui/business'
import type { Method } from '@/ui/methods'
import { bodyOf, totalsOf, type Cart, type Totals } from './cart'
import type { createDrafting, Sold } from './drafting'
import { missingIn, noErrors, placeErrors, type SaleErrors } from './refusal'
import { checkoutBody, settle, withRemainder, type Tender } from './tenders'
import type { Invoice } from './types'

const LAST_METHOD = 'till.method'

interface Sale {
  cart: Ref<Cart>
  drafting: ReturnType<typeof createDrafting>
  /** Resolves when nothing is looked up any more. */
  settled: () => Promise<unknown>
  isWaiting: () => boolean
  onSold: (sold: Sold) => void
}

export function usePayment({ cart, drafting, settled, isWaiting, onSold }: Sale) {
  const { t } = useI18n()
  const business = useBusiness()

  const isPaying = ref(false)
  const isBusy = ref(false)
  const tenders = ref<Tender[]>([])
  const errors = ref<SaleErrors>(noErrors())
  /** The draft behind the panel; our own sums stand in until it is there. */
  const draft = shallowRef<Invoice | null>(null)
  let isSettling = false
  let prefilled = ''
  let opening: Promise<void> = Promise.resolve()

  const totals = computed((): Totals => {
    const { subtotal, tax_amount, total_amount } = draft.value ?? {}
    if (subtotal && tax_amount && total_amount) return { subtotal, tax: tax_amount, total: total_amount }
    return totalsOf(cart.value, business.value.tax_rate)
  })
  const settlement = computed(() => settle(tenders.value, totals.value.total))
  /** Why nothing may be put on account; empty when it may. */
  const accountBlocked = computed(
    () => draft.value?.allowed_actions.find(({ name }) => name === 'issue')?.blocked_by ?? '',
  )

  /** A changed cart is paid anew. */
  function edited(): void {
    draft.value = null
    errors.value = noErrors()
    if (!isSettling) isPaying.value = false
  }

  /** One tender over the whole, unless somebody has typed another amount. */
  function prefill(): void {
    const isTouched = tenders.value.length !== 1 || tenders.value[0]!.amount !== prefilled
    if (isTouched && tenders.value.length) return
    prefilled = totals.value.total
    const method = tenders.value[0]?.method ?? recall<Method>(LAST_METHOD, 'Cash')
    tenders.value = [{ method, amount: prefilled, reference: '' }]
  }

  function open(): void {
    if (isPaying.value || (!cart.value.lines.length && !isWaiting())) return
    isPaying.value = true
    tenders.value = []
    prefill()
    opening = prepare()
  }

  async function prepare(): Promise<void> {
    isSettling = true
    await settled()
    isSettling = false
    errors.value = { ...noErrors(), lines: missingIn(cart.value, t) }
    if (!cart.value.lines.length || Object.keys(errors.value.lines).length) return close()
    prefill()
    try {
      const written = await drafting.write(bodyOf(cart.value))
      if (!isPaying.value) return
      draft.value = written
      prefill()
    } catch (error) {
      if (isPaying.value) refuse(error)
    }
  }

  function refuse(error: unknown): void {
    errors.value = placeErrors(error, cart.value, t)
    draft.value = null
    if (Object.keys(errors.value.lines).length || errors.value.customer) isPaying.value = false
  }

  /** True when the server has confirmed the total that was on the screen. */
  async function isConfirmed(): Promise<boolean> {
    const shown = totals.value.total
    await opening
    if (isPaying.value && !draft.value) await (opening = prepare())
    return isPaying.value && draft.value !== null && totals.value.total === shown
  }

  async function finish(step: () => Promise<Sold>): Promise<void> {
    if (!isPaying.value || isBusy.value) return
    isBusy.value = true
    try {
      if (await isConfirmed()) onSold(await step())
    } catch (error) {
      refuse(error)
    } finally {
      isBusy.value = false
    }
  }

  async function advance(): Promise<void> {
    if (settlement.value.problem) return
    if (!settlement.value.isSettled) {
      tenders.value = withRemainder(tenders.value, totals.value.total)
      return
    }
    remember(LAST_METHOD, tenders.value[0]?.method ?? 'Cash')
    await finish(() => drafting.checkout(bodyOf(cart.value), checkoutBody(tenders.value)))
  }

  const putOnAccount = () => finish(() => drafting.issue(bodyOf(cart.value)))

  function close(): void {
    isPaying.value = false
  }

  return {
    isPaying,
    isBusy,
    tenders,
    errors,
    draft,
    totals,
    settlement,
    accountBlocked,
    edited,
    open,
    advance,
    putOnAccount,
    close,
  }
}
