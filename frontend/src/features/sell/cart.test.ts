import { describe, expect, it } from 'vitest'
import { addLine, bodyOf, cartOf, changeLine, discountOf, emptyCart, removeLine, totalsOf, type Cart } from './cart'
import type { Invoice } from './types'

const laptop = { kind: 'asset', item: 7, description: 'ThinkPad', code: 'PF-1', price: '5000.00' } as const
const charger = { kind: 'bulk', item: 3, description: 'Charger', code: 'CHG', price: '0.10' } as const
const labour = { kind: 'service', item: null, description: 'Labour', code: '', price: '33.33' } as const

const cartWith = (...lines: Parameters<typeof addLine>[1][]): Cart =>
  lines.reduce((cart, line) => addLine(cart, line), emptyCart())

describe('addLine', () => {
  it('puts the newest line on top', () => {
    expect(cartWith(laptop, charger).lines.map(({ code }) => code)).toEqual(['CHG', 'PF-1'])
  })

  it('takes a unit once', () => {
    const cart = cartWith(laptop)
    expect(addLine(cart, laptop)).toBe(cart)
  })

  it('counts a bulk item up on its line', () => {
    const cart = addLine(cartWith(charger), charger, 3)
    expect(cart.lines).toHaveLength(1)
    expect(cart.lines[0]!.quantity).toBe('4')
  })

  it('takes every service as a line of its own', () => {
    expect(cartWith(labour, labour).lines).toHaveLength(2)
  })
})

describe('totalsOf', () => {
  it('adds in cents, never in floats', () => {
    const cart = addLine(cartWith(labour), charger, 3)
    expect(totalsOf(cart, '0.0000')).toEqual({ subtotal: '33.63', tax: '0.00', total: '33.63' })
  })

  it('rounds the tax once on the whole, half up', () => {
    const cart = cartWith({ ...labour, price: '0.10' }, { ...labour, price: '0.10' }, { ...labour, price: '0.10' })
    expect(totalsOf(cart, '0.1500')).toEqual({ subtotal: '0.30', tax: '0.05', total: '0.35' })
  })

  it('takes the rate of a draft before that of the business', () => {
    expect(totalsOf({ ...cartWith(laptop), taxRate: '0.0500' }, '0.1500').tax).toBe('250.00')
  })

  it('is exact beyond what a float can hold', () => {
    const cart = cartWith({ ...labour, price: '9007199254740993.01' }, { ...labour, price: '0.01' })
    expect(totalsOf(cart, '0').total).toBe('9007199254740993.02')
  })

  it('leaves out a line whose figures are none', () => {
    const cart = cartWith(laptop, charger)
    expect(totalsOf(changeLine(cart, cart.lines[0]!.key, { price: 'abc' }), '0').total).toBe('5000.00')
  })
})

describe('discountOf', () => {
  const [line] = cartWith({ ...labour, price: '99.99' }).lines

  it.each([
    ['10%', '10.00'],
    ['12.5 %', '12.50'],
    ['5', '5.00'],
    ['1 000,50', '1000.50'],
    ['much', 'much'],
  ])('reads %s as %s', (typed, amount) => {
    expect(discountOf(line!, typed)).toBe(amount)
  })
})

describe('bodyOf', () => {
  it('names the lines in the order they were added, each with what its kind has', () => {
    const cart = cartWith(laptop, charger, labour)
    const premium = changeLine(cart, cart.lines[2]!.key, { premium: true, discount: '50' })
    expect(bodyOf(premium)).toEqual({
      customer: null,
      customer_type: 'Walk-in',
      lines: [
        {
          kind: 'asset',
          asset: 7,
          warranty_tier: 'Premium 1-Year',
          quantity: 1,
          unit_price: '5000.00',
          discount: '50.00',
        },
        { kind: 'bulk', bulk_stock: 3, quantity: 1, unit_price: '0.10', discount: '0.00' },
        { kind: 'service', item_description: 'Labour', quantity: 1, unit_price: '33.33', discount: '0.00' },
      ],
    })
  })

  it('leaves the price to the server where none is given', () => {
    expect(bodyOf(cartWith({ ...laptop, price: '' })).lines![0]).not.toHaveProperty('unit_price')
  })

  it('sells to a customer as what they are', () => {
    const buyer = { id: 4, name: 'Ama', phone: '024', type: 'Wholesale' } as const
    expect(bodyOf({ ...cartWith(laptop), buyer })).toMatchObject({ customer: 4, customer_type: 'Wholesale' })
  })
})

it('removeLine takes off that line alone', () => {
  const cart = cartWith(laptop, charger)
  expect(removeLine(cart, cart.lines[0]!.key).lines.map(({ code }) => code)).toEqual(['PF-1'])
})

it('cartOf goes on with a draft as it was', () => {
  const lines = [
    {
      id: 1,
      line_number: 1,
      kind: 'asset',
      asset: { id: 7, label: 'PF-1' },
      bulk_stock: null,
      item_description: 'ThinkPad',
      quantity: 1,
      unit_price: '5000.00',
      discount: '0.00',
      warranty_tier: 'Premium 1-Year',
    },
    {
      id: 2,
      line_number: 2,
      kind: 'bulk',
      asset: null,
      bulk_stock: { id: 3, label: 'Charger' },
      item_description: 'Charger',
      quantity: 2,
      unit_price: '0.10',
      discount: '0.05',
      warranty_tier: '',
    },
  ]
  const cart = cartOf({ lines, tax_rate: '0.1500' } as unknown as Invoice, null)
  expect(cart.taxRate).toBe('0.1500')
  expect(bodyOf(cart).lines).toEqual([
    { kind: 'asset', asset: 7, warranty_tier: 'Premium 1-Year', quantity: 1, unit_price: '5000.00', discount: '0.00' },
    { kind: 'bulk', bulk_stock: 3, quantity: 2, unit_price: '0.10', discount: '0.05' },
  ])
})
