import { describe, expect, it } from 'vitest'
import type { Method } from '@/ui/methods'
import { checkoutBody, methodByLetter, settle, withRemainder, type Tender } from './tenders'

const tender = (method: Method, amount: string, reference = ''): Tender => ({ method, amount, reference })

describe('settle', () => {
  it.each([
    ['what is left', [tender('Cash', '3000')], { left: '2000.00', change: '0.00', isSettled: false }],
    [
      'the exact sum',
      [tender('Cash', '3000'), tender('MoMo', '2000')],
      { left: '0.00', change: '0.00', isSettled: true },
    ],
    ['change on cash', [tender('Cash', '5 200,50')], { left: '0.00', change: '200.50', isSettled: true }],
    [
      'change on the cash of a split',
      [tender('Card', '4000'), tender('Cash', '1200')],
      { change: '200.00', isSettled: true },
    ],
    ['nothing given', [tender('Cash', '')], { left: '5000.00', isSettled: false }],
  ])('tells %s', (_, tenders, expected) => {
    expect(settle(tenders, '5000.00')).toMatchObject({ problem: '', ...expected })
  })

  it('gives no change on a card', () => {
    const tooMuch = settle([tender('Card', '5000.01')], '5000.00')
    expect(tooMuch).toEqual({ left: '0.00', change: '0.00', problem: 'till.tooMuch', isSettled: false })
    expect(settle([tender('Card', '5100'), tender('Cash', '50')], '5000.00').problem).toBe('till.tooMuch')
  })

  it.each(['abc', '-5'])('takes no %s', (amount) => {
    expect(settle([tender('Cash', amount)], '5000.00')).toMatchObject({ problem: 'form.notAnAmount', isSettled: false })
  })

  it('does not lose a cent', () => {
    expect(settle([tender('Cash', '0.10'), tender('MoMo', '0.20')], '0.30')).toMatchObject({
      isSettled: true,
      change: '0.00',
    })
  })
})

it('withRemainder pays the rest by another method and drops what is empty', () => {
  const cash = tender('Cash', '3000')
  expect(withRemainder([cash, tender('Card', '')], '5000.00')).toEqual([cash, tender('MoMo', '2000.00')])
})

it('checkoutBody sends the cash as it was handed over', () => {
  expect(checkoutBody([tender('Cash', '5 200'), tender('MoMo', '0'), tender('Card', '1,5', ' A1 ')])).toEqual({
    payments: [
      { payment_method: 'Cash', amount: '5200.00' },
      { payment_method: 'Card', amount: '1.50', reference: 'A1' },
    ],
  })
})

it('methodByLetter walks through the methods of a letter', () => {
  const word = (method: Method) => method
  expect(methodByLetter('m', 'Cash', word)).toBe('MoMo')
  expect(methodByLetter('C', 'Cash', word)).toBe('Card')
  expect(methodByLetter('c', 'Card', word)).toBe('Cash')
  expect(methodByLetter('x', 'Cash', word)).toBeNull()
})
