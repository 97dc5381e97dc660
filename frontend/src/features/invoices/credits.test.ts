import { expect, it } from 'vitest'
import { creditedOn, paidOn } from './credits'
import type { InvoiceRow } from './types'

const invoice = (
  total_amount: string,
  balance: string,
  received: [string, string][],
  issued_at: string | null = 'now',
) =>
  ({ total_amount, balance, issued_at, payments: received.map(([kind, amount]) => ({ kind, amount })) }) as InvoiceRow

it('counts what was paid back against what was received', () => {
  expect(
    paidOn(
      invoice('100.00', '60.00', [
        ['receipt', '60.00'],
        ['refund', '20.00'],
      ]),
    ),
  ).toBe('40.00')
})

it.each([
  ['paid in part', invoice('100.00', '60.00', [['receipt', '40.00']]), null],
  ['a note took the rest', invoice('100.00', '0.00', [['receipt', '40.00']]), '60.00'],
  ['voided before anything was paid', invoice('100.00', '0.00', []), '100.00'],
  ['a draft that was cancelled', invoice('100.00', '0.00', [], null), null],
])('%s', (_, given, credited) => {
  expect(creditedOn(given)).toBe(credited)
})
