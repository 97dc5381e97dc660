/** The sale outlives a reload: kept in this browser, per person, for a week. */
import { ref, watch } from 'vue'
import { recall, remember } from '@/lib/storage'
import { emptyCart, type Cart } from './cart'
import { newStanding, type Standing } from './drafting'

const WEEK_MS = 7 * 86_400_000

interface Kept {
  at: number
  cart: Cart
  standing: Standing
}

export function useKeptSale(person: number | undefined) {
  const name = `till.${person}`
  const kept = recall<Kept | null>(name, null)
  const isFresh = kept !== null && Date.now() - kept.at < WEEK_MS

  const cart = ref<Cart>(isFresh ? kept.cart : emptyCart())
  const standing = ref<Standing>(isFresh ? kept.standing : newStanding())

  watch(
    [cart, standing],
    () => remember(name, { at: Date.now(), cart: cart.value, standing: standing.value } satisfies Kept),
    { flush: 'sync' },
  )

  return { cart, standing }
}
