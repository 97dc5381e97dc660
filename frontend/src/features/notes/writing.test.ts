import { expect, it } from 'vitest'
import type { Invoice } from './types'
import { linesIn, linesOf } from './writing'

const line = (facts: object) => ({
  id: 1,
  asset: null,
  bulk_stock: null,
  quantity: 1,
  returned_quantity: 0,
  unit_price: '10.00',
  discount: '0.00',
  ...facts,
})

const invoice = (tax_amount: string) =>
  ({
    tax_amount,
    lines: [
      line({ item_description: 'HP EliteBook, S1', asset: { id: 4, label: 'S1' }, unit_price: '5000.00' }),
      line({ item_description: 'Charger', bulk_stock: { id: 7, label: 'Charger' }, quantity: 3, discount: '1.50' }),
      line({ item_description: 'Bag', bulk_stock: { id: 8, label: 'Bag' }, quantity: 2, returned_quantity: 2 }),
      line({ item_description: 'Setup' }),
    ],
  }) as unknown as Invoice

it('takes over what was sold and has not come back, and its tax', () => {
  const taken = linesOf(invoice('757.28'), 'Tax 15 %')
  const field = linesIn() as { send: (lines: unknown) => unknown }
  expect(field.send(taken)).toEqual([
    { asset: 4, description: 'HP EliteBook, S1', amount: 1, price: '5000.00' },
    { bulk_stock: 7, description: 'Charger', amount: 3, price: '10.00', discount: '1.50' },
    { description: 'Setup', amount: 1, price: '10.00' },
    { description: 'Tax 15 %', amount: 1, price: '757.28' },
  ])
})

it('has no line for a tax of nothing', () => {
  expect(linesOf(invoice('0.00'), 'Tax 0 %')).toHaveLength(3)
})
