import { describe, expect, it } from 'vitest'
import { countedBody, differenceOf, isCounted, linesOf } from './counting'
import type { Taking } from './types'

const taking = (payment_method: Taking['payment_method'], expected: string): Taking => ({
  payment_method,
  tenders: 1,
  opening_float: '0.00',
  received: expected,
  paid_back: '0.00',
  expected,
})
const takings = [taking('Cash', '300.00'), taking('MoMo', '70.00')]

describe('counting a till', () => {
  it('tells the difference of each method as it is typed', () => {
    const lines = linesOf(takings, { Cash: '299,50', MoMo: '75' })
    expect(lines.map(({ counted, difference }) => [counted, difference])).toEqual([
      ['299.50', '-0.50'],
      ['75.00', '5.00'],
    ])
    expect(differenceOf(lines)).toBe('4.50')
    expect(isCounted(lines)).toBe(true)
  })

  it.each(['', 'abc', '-5'])('takes “%s” for no amount', (text) => {
    const lines = linesOf(takings, { Cash: text, MoMo: '70' })
    expect(lines[0]).toMatchObject({ counted: null, difference: null })
    expect(isCounted(lines)).toBe(false)
    expect(differenceOf(lines)).toBe('0.00')
  })

  it('knows a drawer that should hold less than nothing', () => {
    expect(linesOf([taking('Cash', '-20.00')], { Cash: '0' })[0]!.difference).toBe('20.00')
  })

  it('sends what was counted', () => {
    const lines = linesOf(takings, { Cash: '300', MoMo: '' })
    expect(countedBody(lines, ' Fine ')).toEqual({
      counted: [{ payment_method: 'Cash', counted: '300.00' }],
      notes: 'Fine',
    })
  })
})
