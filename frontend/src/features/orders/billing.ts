/** What of an order goes onto an invoice: how many pieces of each line, or which units. */
import type { Id, Reference } from '@/api/types'
import type { OrderLeft, OrderLine } from './types'

export interface Choice {
  line: OrderLine
  /** Pieces that no invoice bills yet. */
  left: number
  quantity: string
  /** Units picked one by one; without any the oldest are taken. */
  units: (Reference | null)[]
}

export interface BillInput {
  order_line: Id
  quantity?: string
  asset?: Id
}

/** All that is left, as it is chosen at first. */
export function choicesOf(lines: readonly OrderLine[], left: OrderLeft): Choice[] {
  const pieces = new Map(left.lines.map(({ order_line, quantity }) => [order_line, quantity]))
  return lines
    .map((line) => ({ line, left: pieces.get(line.id) ?? 0 }))
    .filter((choice) => choice.left > 0)
    .map((choice) => ({ ...choice, quantity: String(choice.left), units: [] }))
}

/** What the API is sent; units that were picked count among the pieces of their line. */
export function billOf(choices: readonly Choice[]): BillInput[] {
  return choices.flatMap(({ line, quantity, units }) => {
    const picked = units.flatMap((unit) => (unit ? [{ order_line: line.id, asset: unit.id }] : []))
    const wanted = quantity.trim()
    const rest = /^\d+$/.test(wanted) ? String(Math.max(0, Number(wanted) - picked.length)) : wanted
    return rest === '0' || rest === '' ? picked : [...picked, { order_line: line.id, quantity: rest }]
  })
}
