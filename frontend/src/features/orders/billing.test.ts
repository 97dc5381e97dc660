import { describe, expect, it } from 'vitest'
import { billOf, choicesOf } from './billing'
import type { OrderLine } from './types'

const line = (id: number): OrderLine => ({
  id,
  line_number: id,
  product_model: null,
  bulk_stock: null,
  description: `Line ${id}`,
  quantity: 5,
  unit_price: '10.00',
  discount: '0.00',
  line_total: '50.00',
})

const left = {
  amount: '80.00',
  lines: [
    { order_line: 1, quantity: 3 },
    { order_line: 2, quantity: 0 },
    { order_line: 3, quantity: 5 },
  ],
}

describe('what of an order is invoiced', () => {
  it('is all that is left, until somebody chooses', () => {
    const choices = choicesOf([line(1), line(2), line(3)], left)
    expect(choices.map(({ quantity }) => quantity)).toEqual(['3', '5'])
    expect(billOf(choices)).toEqual([
      { order_line: 1, quantity: '3' },
      { order_line: 3, quantity: '5' },
    ])
  })

  it('counts the units that were picked among the pieces', () => {
    const [first] = choicesOf([line(1)], left)
    const units = [{ id: 40, label: 'SN1' }, null]
    expect(billOf([{ ...first!, units }])).toEqual([
      { order_line: 1, asset: 40 },
      { order_line: 1, quantity: '2' },
    ])
    expect(billOf([{ ...first!, quantity: '1', units }])).toEqual([{ order_line: 1, asset: 40 }])
  })

  it.each(['0', '', ' '])('leaves a line out of which %o is wanted', (quantity) => {
    const [first, second] = choicesOf([line(1), line(3)], left)
    expect(billOf([{ ...first!, quantity }, second!])).toEqual([{ order_line: 3, quantity: '5' }])
  })

  it('sends what is no number, so that the server says so', () => {
    const [first] = choicesOf([line(1)], left)
    expect(billOf([{ ...first!, quantity: '1.5' }])).toEqual([{ order_line: 1, quantity: '1.5' }])
  })
})
