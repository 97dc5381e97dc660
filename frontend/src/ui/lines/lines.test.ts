import { describe, expect, it } from 'vitest'
import {
  bodyOf,
  draftOf,
  isBlank,
  lineErrors,
  lineTotal,
  newLine,
  totalOf,
  type DraftLine,
  type LineShape,
} from './lines'

const ORDER: LineShape = {
  items: ['product_model', 'bulk_stock', 'text'],
  quantity: 'quantity',
  price: 'unit_price',
  proposed: {},
}
const NOTE: LineShape = { items: ['text', 'asset'], quantity: 'amount', price: 'price', proposed: {} }

const line = (facts: Partial<DraftLine> = {}): DraftLine => ({ ...newLine('text'), ...facts })

describe('the lines of a document', () => {
  it.each([
    ['3', '19.99', '', '59.97'],
    ['2', '1 500,50', '0,50', '3000.50'],
    ['1', '10', '12', '-2.00'],
    ['9007199254740993', '0.01', '', '90071992547409.93'],
    ['1', '', '', null],
    ['', '10', '', null],
    ['1.5', '10', '', null],
    ['1', 'ten', '', null],
    ['1', '10', 'x', null],
  ])('come, %s at %s less %s, to %s', (quantity, price, discount, total) => {
    expect(lineTotal(line({ quantity, price, discount }))).toBe(total)
  })

  it('add up exactly, and a line without figures counts nothing', () => {
    const lines = [line({ quantity: '3', price: '0.10' }), line({ price: '0.20' }), line({ price: 'ten' }), line()]
    expect(totalOf(lines)).toBe('0.50')
  })

  it('are sent by the names of their kind, blank ones left out', () => {
    const bulk = { item: 'bulk_stock', picked: { id: 7, label: 'Cable' }, quantity: '2', price: '50,00' } as const
    const lines = [line({ description: ' Delivery ', price: '320' }), line(), line({ ...bulk, discount: '5' })]
    expect(lines.map(isBlank)).toEqual([false, true, false])
    expect(bodyOf(lines, ORDER)).toEqual([
      { description: 'Delivery', quantity: 1, unit_price: '320.00' },
      { bulk_stock: 7, quantity: 2, unit_price: '50.00', discount: '5.00' },
    ])
    expect(bodyOf(lines.slice(0, 1), NOTE)).toEqual([{ description: 'Delivery', amount: 1, price: '320.00' }])
  })

  it('are sent with what was typed where it is no figure, so that the server says so', () => {
    const typed = line({ item: 'asset', quantity: 'two', price: 'ten' })
    expect(bodyOf([typed], NOTE)).toEqual([{ asset: null, amount: 'two', price: 'ten' }])
  })

  it('are changed as they are stored, with the words that somebody gave them', () => {
    const stored = {
      id: 7,
      product_model: { id: 3, label: 'HP EliteBook' },
      bulk_stock: null,
      description: 'The blue one',
      quantity: 2,
      unit_price: '4500.00',
      discount: '0.00',
    }
    const draft = draftOf(stored, ORDER)
    expect(draft).toMatchObject({ item: 'product_model', quantity: '2', price: '4500.00', discount: '' })
    expect(bodyOf([draft], ORDER)).toEqual([
      { product_model: 3, description: 'The blue one', quantity: 2, unit_price: '4500.00' },
    ])
    expect(draftOf({ ...stored, product_model: null } as never, ORDER).item).toBe('text')
  })

  it('take each refusal to its line and part, past the blank ones', () => {
    const lines = [line(), line({ price: '1' }), line({ price: '2' })]
    const errors = {
      'lines.0.asset': 'There is none.',
      'lines.1.amount': 'At least one.',
      'lines.1.price': 'Too much.',
      lines: 'At most 200.',
      customer: 'Unknown.',
    }
    expect(lineErrors(errors, lines, NOTE)).toEqual({
      [lines[1]!.key]: { about: 'There is none.' },
      [lines[2]!.key]: { quantity: 'At least one.', price: 'Too much.' },
    })
  })
})
