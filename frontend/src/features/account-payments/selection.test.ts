import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import {
  currenciesOf,
  itemsOf,
  NOTHING,
  paidOldestFirst,
  payablesOf,
  problemsOf,
  refusalsOf,
  selectionOf,
  sumsOf,
  withAmount,
  withChosen,
  withClosed,
  type Selection,
} from './selection'
import type { OpenItem } from './types'

const item = (id: number, balance: string, due: string | null, currency = 'GHS'): OpenItem => ({
  id,
  label: `N-${id}`,
  number: `N-${id}`,
  date: '2026-01-01',
  due_date: due,
  total: balance,
  balance,
  currency,
  days_overdue: 0,
})
const open = {
  invoices: [item(1, '300.00', '2026-03-01'), item(2, '200.50', '2026-02-01'), item(3, '9.99', '2026-01-01', 'USD')],
  debit_notes: [item(1, '50.00', '2026-02-15')],
  credit_notes: [item(7, '100.00', null)],
}
const payables = payablesOf(open, 'GHS')
const [second, debit, first, credit] = payables as [
  (typeof payables)[0],
  (typeof payables)[0],
  (typeof payables)[0],
  (typeof payables)[0],
]
const chosen = (amounts: Record<string, string>, advance = ''): Selection => ({ amounts, advance })

describe('payablesOf', () => {
  it('puts what is due first on top, credit notes last, in one currency', () => {
    expect(payables.map(({ key }) => key)).toEqual(['invoice-2', 'debit_note-1', 'invoice-1', 'credit_note-7'])
    expect(payablesOf(open, 'USD').map(({ key }) => key)).toEqual(['invoice-3'])
    expect(currenciesOf(open)).toEqual(['GHS', 'USD'])
  })

  it('keeps what a draft names and nobody owes any more', () => {
    const told = [
      { type: 'invoice' as const, document: { id: 1, label: 'N-1' }, amount: '1.00' },
      { type: 'invoice' as const, document: { id: 9, label: 'N-9' }, amount: '1.00' },
      { type: 'advance' as const, document: null, amount: '1.00' },
    ]
    const all = withClosed(payables, told, 'GHS')
    expect(all.map(({ key }) => key)).toEqual([...payables.map(({ key }) => key), 'invoice-9'])
    expect(problemsOf(chosen({ 'invoice-9': '1.00' }), all)).toEqual({ 'invoice-9': 'accountPayments.nothingOpen' })
  })
})

describe('choosing', () => {
  it('takes the whole balance and lets go of it', () => {
    const one = withChosen(NOTHING, [first], true)
    expect(one.amounts).toEqual({ 'invoice-1': '300.00' })
    expect(withChosen(one, [first], false)).toEqual(NOTHING)
  })

  it('keeps an amount that was typed when all are chosen', () => {
    const typed = withAmount(NOTHING, second, '1,5')
    expect(withChosen(typed, payables, true).amounts).toEqual({
      'invoice-2': '1,5',
      'debit_note-1': '50.00',
      'invoice-1': '300.00',
      'credit_note-7': '100.00',
    })
  })

  it('reads a draft back as it was sent', () => {
    const selection = chosen({ 'invoice-2': '200.50', 'credit_note-7': '20.00' }, '5.00')
    expect(selectionOf(itemsOf(selection, payables))).toEqual(selection)
    expect(selectionOf([])).toEqual(NOTHING)
  })
})

describe('sumsOf', () => {
  it.each([
    ['nothing', NOTHING, '0.00'],
    ['invoices and debit notes', chosen({ 'invoice-1': '300.00', 'debit_note-1': '50.00' }), '350.00'],
    ['less a credit note', chosen({ 'invoice-1': '300.00', 'credit_note-7': '100.00' }), '200.00'],
    ['with an advance', chosen({ 'invoice-1': '300.00' }, '25'), '325.00'],
    ['netted to nothing', chosen({ 'invoice-1': '100.00', 'credit_note-7': '100.00' }), '0.00'],
    ['an advance alone', chosen({}, '1 000,5'), '1000.50'],
    ['cents that floats would lose', chosen({ 'invoice-1': '0.10', 'invoice-2': '0.20' }), '0.30'],
    ['more digits than a number holds', chosen({ 'invoice-1': '9007199254740993.01' }), '9007199254740993.01'],
    ['nothing for what is no amount yet', chosen({ 'invoice-1': 'abc', 'invoice-2': '' }), '0.00'],
    ['nothing for less than nothing', chosen({ 'invoice-1': '-5' }), '0.00'],
  ])('comes to %s', (_, selection, total) => {
    expect(sumsOf(selection, payables)).toMatchObject({ total, isNegative: false })
  })

  it('says when credit notes come to more than what is paid', () => {
    const sums = sumsOf(chosen({ 'debit_note-1': '50.00', 'credit_note-7': '50.01' }), payables)
    expect(sums).toEqual({
      charges: '50.00',
      credits: '50.01',
      advance: '0.00',
      total: '-0.01',
      isNegative: true,
      chosen: 2,
    })
  })
})

describe('problemsOf', () => {
  it.each([
    ['300.00', undefined],
    ['299,99', undefined],
    ['300.01', 'accountPayments.aboveBalance'],
    ['', 'accountPayments.noAmount'],
    ['0', 'form.notAnAmount'],
    ['-1', 'form.notAnAmount'],
    ['abc', 'form.notAnAmount'],
  ])('of %j on an invoice of 300', (typed, problem) => {
    expect(problemsOf(chosen({ 'invoice-1': typed }), payables)['invoice-1']).toBe(problem)
  })

  it('looks at credit notes and the advance too', () => {
    expect(problemsOf(chosen({ 'credit_note-7': '100.01' }, 'x'), payables)).toEqual({
      'credit_note-7': 'accountPayments.aboveBalance',
      advance: 'form.notAnAmount',
    })
    expect(problemsOf(NOTHING, payables)).toEqual({})
  })
})

describe('paidOldestFirst', () => {
  const withCredit = withChosen(NOTHING, [credit], true)

  it.each([
    ['less than the oldest', NOTHING, '150', { 'invoice-2': '150.00' }, ''],
    [
      'two whole and one in part',
      NOTHING,
      '260.50',
      { 'invoice-2': '200.50', 'debit_note-1': '50.00', 'invoice-1': '10.00' },
      '',
    ],
    [
      'more than is owed',
      NOTHING,
      '600.00',
      { 'invoice-2': '200.50', 'debit_note-1': '50.00', 'invoice-1': '300.00' },
      '49.50',
    ],
    [
      'with a credit note',
      withCredit,
      '150.50',
      { 'invoice-2': '200.50', 'debit_note-1': '50.00', 'credit_note-7': '100.00' },
      '',
    ],
    [
      'more than is owed, with a credit note',
      withCredit,
      '500.00',
      { 'invoice-2': '200.50', 'debit_note-1': '50.00', 'invoice-1': '300.00', 'credit_note-7': '100.00' },
      '49.50',
    ],
    ['nothing', NOTHING, '0', {}, ''],
  ])('spends %s', (_, selection, received, amounts, advance) => {
    const paid = paidOldestFirst(selection, payables, received)
    expect(paid).toEqual({ amounts, advance })
    expect(Number(sumsOf(paid, payables).total)).toBe(Number(received))
  })

  it('takes no more of a credit note than is owed', () => {
    const paid = paidOldestFirst(withCredit, [debit, credit], '10.00')
    expect(paid).toEqual({ amounts: { 'debit_note-1': '50.00', 'credit_note-7': '50.00' }, advance: '10.00' })
    expect(sumsOf(paid, [debit, credit]).total).toBe('10.00')
  })
})

describe('what is sent', () => {
  const selection = chosen({ 'credit_note-7': '100', 'invoice-1': '1 50,5' }, '25')

  it('names the documents in the order of the list, and the advance without one', () => {
    expect(itemsOf(selection, payables)).toEqual([
      { type: 'invoice', id: 1, amount: '150.50' },
      { type: 'credit_note', id: 7, amount: '100.00' },
      { type: 'advance', amount: '25.00' },
    ])
    expect(itemsOf(NOTHING, payables)).toEqual([])
  })

  it('is refused at the documents it is about', () => {
    const errors = [
      { code: 'balance_exceeded', detail: 'Too much.', attr: 'items_json.1.amount' },
      { code: 'invalid', detail: 'Odd.', attr: 'items_json.2.id' },
      { code: 'required', detail: 'Needed.', attr: 'deposited_in_bank' },
    ]
    const refusal = new ApiError(409, { type: 'client_error', errors })
    expect(refusalsOf(refusal, selection, payables)).toEqual({ 'credit_note-7': 'Too much.', advance: 'Odd.' })
  })
})
