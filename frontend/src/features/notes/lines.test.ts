import { expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import { bodyOf, isBlank, lineErrors, lineTotal, newLine, totalOf, type DraftLine } from './lines'

const line = (facts: Partial<DraftLine> = {}): DraftLine => ({ ...newLine(), ...facts })

it.each([
  ['3', '19.99', '', '59.97'],
  ['2', '1 500,50', '0,50', '3000.50'],
  ['1', '', '', '0.00'],
  ['1', '10', '12', '-2.00'],
  ['', '10', '', null],
  ['1.5', '10', '', null],
  ['1', 'ten', '', null],
])('%s at %s less %s comes to %s', (amount, price, discount, total) => {
  expect(lineTotal(line({ amount, price, discount }))).toBe(total)
})

it('adds up exactly, and a line without figures counts nothing', () => {
  const lines = [line({ amount: '3', price: '0.10' }), line({ price: '0.20' }), line({ price: 'ten' })]
  expect(totalOf(lines)).toBe('0.50')
})

it('sends what each line is about, and leaves out blank ones', () => {
  const lines = [
    line({ description: ' Delivery ', price: '320' }),
    line(),
    line({ item: 'bulk_stock', picked: { id: 7, label: 'Cable' }, amount: '2', price: '50,00', discount: '5' }),
  ]
  expect(lines.map(isBlank)).toEqual([false, true, false])
  expect(bodyOf(lines)).toEqual([
    { description: 'Delivery', amount: 1, price: '320.00' },
    { bulk_stock: 7, amount: 2, price: '50.00', discount: '5.00' },
  ])
})

it('puts what the server says to the line it means, past the blank ones', () => {
  const lines = [line(), line({ price: '1' }), line({ price: '2' })]
  const errors = [
    { code: 'required', detail: 'Say what it is.', attr: 'lines.0.description' },
    { code: 'out_of_range', detail: 'Less than that.', attr: 'lines.1.discount' },
    { code: 'out_of_range', detail: 'At least one.', attr: 'lines.1.amount' },
    { code: 'required', detail: 'Who?', attr: 'customer' },
  ]
  const refused = lineErrors(new ApiError(400, { type: 'validation_error', errors }), lines)
  expect(refused).toEqual({
    [lines[1]!.key]: ['Say what it is.'],
    [lines[2]!.key]: ['Less than that.', 'At least one.'],
  })
  expect(lineErrors(new Error('The line is down'), lines)).toEqual({})
})
