/** The lines of an order while they are written: what is typed, what it comes to, and what the API is sent. */
import type { Reference } from '@/api/types'
import { fromCents, parseMoney, toCents } from '@/lib/money'
import type { OrderLine } from './types'

export const ITEMS = ['product_model', 'bulk_stock', 'text'] as const
export type Item = (typeof ITEMS)[number]

export interface LineDraft {
  /** Of this page alone. */
  key: number
  item: Item
  reference: Reference | null
  description: string
  quantity: string
  unit_price: string
  discount: string
}

/** A line as the API takes it. */
export interface LineInput {
  product_model?: unknown
  bulk_stock?: unknown
  description: string
  quantity: string
  unit_price: string
  discount: string
}

let lastKey = 0

export function newLine(item: Item = 'product_model'): LineDraft {
  lastKey += 1
  return { key: lastKey, item, reference: null, description: '', quantity: '1', unit_price: '', discount: '' }
}

/** A stored line as it is changed; the name that follows from its item is not typed again. */
export function draftOf(line: OrderLine): LineDraft {
  const reference = line.product_model ?? line.bulk_stock
  return {
    ...newLine(line.product_model ? 'product_model' : line.bulk_stock ? 'bulk_stock' : 'text'),
    reference,
    description: line.description,
    quantity: String(line.quantity),
    unit_price: line.unit_price,
    discount: toCents(line.discount ?? '0') === 0n ? '' : line.discount!,
  }
}

export function inputOf({ item, reference, description, quantity, unit_price, discount }: LineDraft): LineInput {
  return {
    ...(item === 'text' ? {} : { [item]: reference?.id ?? null }),
    description: description.trim(),
    quantity: quantity.trim(),
    unit_price: amountOf(unit_price),
    discount: amountOf(discount) || '0.00',
  }
}

/** What a line comes to; null while it cannot be told. */
export function totalOf({ quantity, unit_price, discount }: LineDraft): string | null {
  const price = parseMoney(unit_price)
  const off = discount.trim() === '' ? '0.00' : parseMoney(discount)
  if (!/^\d+$/.test(quantity.trim()) || price === null || off === null) return null
  return fromCents(BigInt(quantity.trim()) * toCents(price) - toCents(off))
}

/** What all lines come to together, as far as it can be told. */
export function sumOf(lines: readonly LineDraft[]): string {
  return fromCents(lines.reduce((sum, line) => sum + toCents(totalOf(line) ?? '0'), 0n))
}

function amountOf(typed: string): string {
  return parseMoney(typed) ?? typed.trim()
}
