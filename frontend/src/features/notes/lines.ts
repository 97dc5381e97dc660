/** The lines of a note that is being written. What they come to is known at every moment; whether they are right the server says. */
import { isApiError } from '@/api/errors'
import type { Reference } from '@/api/types'
import { fromCents, parseMoney, toCents } from '@/lib/money'

export const ITEMS = ['text', 'product_model', 'asset', 'bulk_stock'] as const
export type Item = (typeof ITEMS)[number]

export interface DraftLine {
  key: number
  item: Item
  picked: Reference | null
  description: string
  amount: string
  price: string
  discount: string
}

let made = 0

export const newLine = (item: Item = 'text'): DraftLine => ({
  key: ++made,
  item,
  picked: null,
  description: '',
  amount: '1',
  price: '',
  discount: '',
})

/** Nothing has been said in it yet. */
export const isBlank = ({ picked, description, price }: DraftLine): boolean =>
  !picked && !description.trim() && !price.trim()

const centsOf = (text: string): bigint | null => {
  const amount = parseMoney(text || '0')
  return amount === null ? null : toCents(amount)
}

/** What the line comes to, or null while its figures are none. */
export function lineTotal({ amount, price, discount }: DraftLine): string | null {
  const [each, off] = [centsOf(price), centsOf(discount)]
  if (each === null || off === null || !/^\d+$/.test(amount)) return null
  return fromCents(BigInt(amount) * each - off)
}

/** What the lines come to together; a line without figures counts nothing. */
export function totalOf(lines: readonly DraftLine[]): string {
  return fromCents(lines.reduce((sum, line) => sum + toCents(lineTotal(line) ?? '0.00'), 0n))
}

const asMoney = (text: string): string => parseMoney(text) ?? text

/** The lines as the API takes them, blank ones left out. */
export function bodyOf(lines: readonly DraftLine[]): object[] {
  return lines
    .filter((line) => !isBlank(line))
    .map(({ item, picked, description, amount, price, discount }) => ({
      ...(item === 'text' ? { description: description.trim() } : { [item]: picked?.id ?? null }),
      amount: /^\d+$/.test(amount) ? Number(amount) : amount,
      price: asMoney(price),
      ...(discount.trim() ? { discount: asMoney(discount) } : {}),
    }))
}

/** What the server has against each line, by the line's key. */
export function lineErrors(error: unknown, lines: readonly DraftLine[]): Record<number, string[]> {
  const sent = lines.filter((line) => !isBlank(line))
  const found: Record<number, string[]> = {}
  for (const { attr, detail } of isApiError(error) ? error.problem.errors : []) {
    const line = sent[Number(attr?.match(/^lines\.(\d+)/)?.[1] ?? -1)]
    if (line) found[line.key] = [...(found[line.key] ?? []), detail]
  }
  return found
}
