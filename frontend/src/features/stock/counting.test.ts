import { describe, expect, it } from 'vitest'
import { countedOf, linesOf, scanned, withTyped } from './counting'
import type { BulkStock, StockCount } from './types'

const items = [
  { id: 1, sku: 'CHG-65' },
  { id: 2, sku: 'CAB-C' },
] as BulkStock[]

describe('a count sheet', () => {
  it('sends only what was counted, and nought is counted', () => {
    expect(linesOf(items, { 2: 0 })).toEqual([{ bulk_stock: 2, counted: 0 }])
  })

  it.each([
    ['12', { 1: 12, 2: 5 }],
    ['', { 2: 5 }],
    ['-3', { 2: 5 }],
    ['1.5', { 2: 5 }],
  ])('takes %j beside an item', (typed, expected) => {
    expect(withTyped({ 1: 7, 2: 5 }, 1, typed)).toEqual(expected)
  })

  it('is filled from a count that is open', () => {
    const count = { lines: [{ bulk_stock: { id: 2, label: 'Cable' }, counted: 4 }] } as unknown as StockCount
    expect(countedOf(count)).toEqual({ 2: 4 })
  })

  it('knows an item by its code, whatever its case', () => {
    expect(scanned(items, ' chg-65 ')?.id).toBe(1)
    expect(scanned(items, 'CHG-6')).toBeUndefined()
  })
})
