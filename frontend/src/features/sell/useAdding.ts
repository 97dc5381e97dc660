/** Puts things in the cart: by code, by hit, by hand. Says in a word what became of each. */
import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useStatusLabel } from '@/ui/status'
import { addLine, changeLine, discountOf, findLine, removeLine, type Buyer, type Cart, type CartLine } from './cart'
import { parseMoney } from '@/lib/money'
import { countAndWords, findCode, type Item } from './lookup'
import { wordsOf } from './refusal'
import type { Asset, BulkItem } from './types'

/** A word about the last act, with the way back where there is one. */
interface Remark {
  tone: 'success' | 'warning'
  text: string
  undo?: () => void
}

const FOR_SALE = 'Ready for Sale'

interface Sale {
  cart: Ref<Cart>
  /** Id of the draft that holds this sale's units already. */
  draft: () => number | undefined
  edited: () => void
}

export function useAdding({ cart, draft, edited }: Sale) {
  const { t } = useI18n()
  const statusLabel = useStatusLabel()

  const remark = ref<Remark | null>(null)
  const waiting = new Set<Promise<unknown>>()

  const warn = (text: string) => (remark.value = { tone: 'warning', text })
  const confirm = (text: string) => (remark.value = { tone: 'success', text })

  function removed(text: string, undo: () => void): void {
    const takeBack = () => ((remark.value = null), undo())
    remark.value = { tone: 'success', text, undo: takeBack }
  }

  /** Lets what still looks something up be waited for. */
  function track<T>(work: Promise<T>): Promise<T> {
    waiting.add(work)
    void work.finally(() => waiting.delete(work)).catch(() => undefined)
    return work
  }

  const isWaiting = () => waiting.size > 0
  const settled = () => Promise.allSettled(waiting)

  function put(next: Cart): void {
    cart.value = next
    edited()
  }

  /** The code itself comes first, then the hit that the words chose. */
  async function add(typed: string, choose?: (words: string) => Promise<Item | null>): Promise<boolean> {
    const { count, words } = countAndWords(typed)
    if (!words) return false
    remark.value = null
    try {
      const item = (await findCode(words)) ?? (await choose?.(words)) ?? null
      if (!item) {
        warn(t('till.nothing', { text: words }))
        return false
      }
      return await take(item, count)
    } catch (error) {
      warn(wordsOf(error, t))
      return false
    }
  }

  async function take(item: Item, count = 1): Promise<boolean> {
    return item.kind === 'bulk' ? takeBulk(item.row, count) : takeUnit(item.row)
  }

  async function takeUnit(asset: Asset): Promise<boolean> {
    const { id, serial_number, product_model, condition_grade } = asset
    const refused = whyNot(asset)
    if (refused) {
      warn(refused)
      return false
    }
    const price = asset.suggested_price ?? ''
    const description = [product_model.label, condition_grade && t('till.grade', { grade: condition_grade })]
    const line = { description: description.filter(Boolean).join(' · '), code: serial_number, price }
    put(addLine(cart.value, { ...line, kind: 'asset', item: id }))
    confirm(t('till.added', { what: product_model.label }))
    return true
  }

  function whyNot({ id, serial_number, status, invoice, not_sellable_reason }: Asset): string {
    if (findLine(cart.value, 'asset', id)) return t('till.twice', { code: serial_number })
    if (status === FOR_SALE || (invoice && invoice.id === draft())) return ''
    const words = {
      code: serial_number,
      status: statusLabel(status ?? ''),
      detail: not_sellable_reason || invoice?.label,
    }
    return t(words.detail ? 'till.unsellableBecause' : 'till.unsellable', words)
  }

  function takeBulk({ id, item_name, sku, unit_price, quantity }: BulkItem, count: number): boolean {
    put(
      addLine(
        cart.value,
        { kind: 'bulk', item: id, description: item_name, code: sku, price: unit_price ?? '' },
        count,
      ),
    )
    const wanted = Number(findLine(cart.value, 'bulk', id)?.quantity)
    if (wanted > quantity) warn(t('till.short', { item: item_name, available: quantity }))
    else confirm(t('till.added', { what: item_name }))
    return true
  }

  function addService(): string {
    put(addLine(cart.value, { kind: 'service', item: null, description: '', code: '', price: '' }))
    return cart.value.lines[0]!.key
  }

  function change(line: CartLine, patch: Partial<CartLine>): void {
    const price = patch.price === undefined ? {} : { price: parseMoney(patch.price) ?? patch.price }
    const discount = patch.discount === undefined ? {} : { discount: discountOf(line, patch.discount) }
    put(changeLine(cart.value, line.key, { ...patch, ...price, ...discount }))
  }

  function remove(line: CartLine): void {
    const before = cart.value
    put(removeLine(before, line.key))
    removed(t('till.removed', { what: line.description || line.code || t('till.service') }), () => put(before))
  }

  function setBuyer(buyer: Buyer | null): void {
    put({ ...cart.value, buyer })
  }

  return { remark, removed, track, settled, isWaiting, add, take, addService, change, remove, setBuyer }
}
