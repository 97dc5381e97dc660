/**
 * The lines of a document while they are written: what is typed, what it comes to at every moment, and what the API is
 * sent. Whether they are right the server says.
 */
import type { Reference } from '@/api/types'
import { fromCents, parseMoney, toCents } from '@/lib/money'

export type Item = 'text' | 'product_model' | 'asset' | 'bulk_stock'

/** What one kind of document has in its lines, and what the API calls the parts of one. */
export interface LineShape {
  /** What a line may be about; a new one is about the first. */
  items: readonly Item[]
  quantity: string
  price: string
  /** The field of an item that is proposed as its price. */
  proposed: Partial<Record<Item, string>>
}

export interface DraftLine {
  /** Of this page alone. */
  key: number
  item: Item
  picked: Reference | null
  description: string
  quantity: string
  price: string
  discount: string
}

export type Part = 'about' | 'quantity' | 'price' | 'discount'
export type LineErrors = Partial<Record<Part, string>>

/** A line as the API keeps it: by the names of its kind. */
export interface StoredLine {
  description: string
  discount?: string
  [part: string]: unknown
}

let made = 0

export const newLine = (item: Item): DraftLine => ({
  key: ++made,
  item,
  picked: null,
  description: '',
  quantity: '1',
  price: '',
  discount: '',
})

/** A stored line as it is changed. */
export function draftOf(line: StoredLine, { items, quantity, price }: LineShape): DraftLine {
  const item = items.find((name) => name !== 'text' && line[name]) ?? 'text'
  const { description, discount = '0' } = line
  return {
    ...newLine(item),
    picked: (line[item] as Reference | undefined) ?? null,
    description,
    quantity: String(line[quantity]),
    price: String(line[price]),
    discount: toCents(discount) === 0n ? '' : discount,
  }
}

/** Nothing has been said in it yet. */
export const isBlank = ({ picked, description, price }: DraftLine): boolean =>
  !picked && !description.trim() && !price.trim()

/** What the line comes to; null while it cannot be told. */
export function lineTotal({ quantity, price, discount }: DraftLine): string | null {
  const [each, off] = [parseMoney(price), parseMoney(discount || '0')]
  if (each === null || off === null || !isCount(quantity)) return null
  return fromCents(BigInt(quantity.trim()) * toCents(each) - toCents(off))
}

/** What the lines come to together, as far as it can be told. */
export function totalOf(lines: readonly DraftLine[]): string {
  return fromCents(lines.reduce((sum, line) => sum + toCents(lineTotal(line) ?? '0'), 0n))
}

const isCount = (typed: string): boolean => /^\d+$/.test(typed.trim())

/** What is no amount is sent as it was typed, so that the server says so. */
const amountOf = (typed: string): string => parseMoney(typed) ?? typed.trim()

/** The lines as the API takes them, blank ones left out. A name that follows from the thing is not sent. */
export function bodyOf(lines: readonly DraftLine[], shape: LineShape): Record<string, unknown>[] {
  return lines
    .filter((line) => !isBlank(line))
    .map(({ item, picked, description, quantity, price, discount }) => ({
      ...(item === 'text' ? {} : { [item]: picked?.id ?? null }),
      ...(item === 'text' || description.trim() ? { description: description.trim() } : {}),
      [shape.quantity]: isCount(quantity) ? Number(quantity) : quantity,
      [shape.price]: amountOf(price),
      ...(discount.trim() ? { discount: amountOf(discount) } : {}),
    }))
}

/** What the server has against each line and each part of it, by the line's key. Blank lines were not sent. */
export function lineErrors(
  errors: Record<string, string>,
  lines: readonly DraftLine[],
  shape: LineShape,
): Record<number, LineErrors> {
  const sent = lines.filter((line) => !isBlank(line))
  const parts: Record<string, Part> = {
    [shape.quantity]: 'quantity',
    [shape.price]: 'price',
    discount: 'discount',
  }
  const found: Record<number, LineErrors> = {}
  for (const [attr, message] of Object.entries(errors)) {
    const [, index, name = ''] = attr.match(/^lines\.(\d+)(?:\.(\w+))?/) ?? []
    const line = index === undefined ? undefined : sent[Number(index)]
    if (line) (found[line.key] ??= {})[parts[name] ?? 'about'] = message
  }
  return found
}
