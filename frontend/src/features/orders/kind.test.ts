import { describe, expect, it } from 'vitest'
import { orderBody } from './kind'

describe('a saved order', () => {
  it('leaves to its lines what it comes to', () => {
    const body = { customer: 3, lines: [{ description: 'PC' }], order_total: '99.00', currency: 'GHS' }
    expect(orderBody(body)).toEqual({ customer: 3, lines: [{ description: 'PC' }], currency: 'GHS' })
  })

  it('has a given total without lines, and leaves out what follows from the customer', () => {
    expect(orderBody({ lines: [], order_total: '10.00', currency: '' })).toEqual({ lines: [], order_total: '10.00' })
    expect(orderBody({ lines: [], order_total: null, currency: '' })).toEqual({ lines: [] })
  })
})
