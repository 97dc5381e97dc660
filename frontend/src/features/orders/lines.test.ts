import { describe, expect, it } from 'vitest'
import { draftOf, inputOf, newLine, sumOf, totalOf } from './lines'
import type { OrderLine } from './types'

const stored: OrderLine = {
  id: 7,
  line_number: 1,
  product_model: { id: 3, label: 'HP EliteBook' },
  bulk_stock: null,
  description: 'HP EliteBook',
  quantity: 2,
  unit_price: '4500.00',
  discount: '0.00',
  line_total: '9000.00',
}

describe('the lines of an order', () => {
  it('come to quantity times price less the discount, exactly', () => {
    expect(totalOf({ ...newLine(), quantity: '3', unit_price: '1 000,10', discount: '0.30' })).toBe('3000.00')
    expect(totalOf({ ...newLine(), quantity: '9007199254740993', unit_price: '0.01' })).toBe('90071992547409.93')
  })

  it.each([{ quantity: '' }, { quantity: '1.5' }, { unit_price: 'x' }, { unit_price: '' }, { discount: 'x' }])(
    'cannot be told of %o',
    (change) => {
      const line = { ...newLine(), quantity: '1', unit_price: '10', ...change }
      expect(totalOf(line)).toBeNull()
      expect(sumOf([line, { ...newLine(), unit_price: '5' }])).toBe('5.00')
    },
  )

  it('are changed as they are stored', () => {
    const draft = draftOf(stored)
    expect(draft).toMatchObject({ item: 'product_model', quantity: '2', unit_price: '4500.00', discount: '' })
    expect(inputOf(draft)).toEqual({
      product_model: 3,
      description: 'HP EliteBook',
      quantity: '2',
      unit_price: '4500.00',
      discount: '0.00',
    })
  })

  it('are sent with what was typed where it is no amount, so that the server says so', () => {
    const line = { ...newLine('text'), description: ' Delivery ', unit_price: 'ten', discount: '1,5' }
    expect(inputOf(line)).toEqual({ description: 'Delivery', quantity: '1', unit_price: 'ten', discount: '1.50' })
    expect(inputOf(newLine('bulk_stock'))).toMatchObject({ bulk_stock: null, unit_price: '' })
  })
})
