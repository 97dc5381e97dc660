/** The sheet of a stock count: the items of one place, each with what was found of it so far. */
import type { Id } from '@/api/types'
import type { BulkStock, StockCount } from './types'

/** What was typed, by the item's id; an item that nobody has counted is not there. */
export type Counted = Record<string, number>

export interface CountLine {
  bulk_stock: Id
  counted: number
}

export function linesOf(items: readonly BulkStock[], counted: Counted): CountLine[] {
  return items
    .filter(({ id }) => counted[id] !== undefined)
    .map(({ id }) => ({ bulk_stock: id, counted: counted[id]! }))
}

export function countedOf({ lines }: StockCount): Counted {
  return Object.fromEntries(lines.map((line) => [line.bulk_stock.id, line.counted]))
}

/** The sheet after something was typed beside an item; an emptied or impossible figure takes the item off it. */
export function withTyped(counted: Counted, id: Id, typed: string): Counted {
  const { [String(id)]: _, ...others } = counted
  return /^\d{1,6}$/.test(typed.trim()) ? { ...others, [id]: Number(typed) } : others
}

/** The item a scanned code stands on. */
export function scanned(items: readonly BulkStock[], code: string): BulkStock | undefined {
  const plain = code.trim().toUpperCase()
  return items.find(({ sku }) => sku.toUpperCase() === plain)
}
