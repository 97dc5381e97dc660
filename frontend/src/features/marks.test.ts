import { expect, it } from 'vitest'
import { paymentList, reversalList } from './account-payments/kind'
import { noteLists } from './notes/kind'
import { orderList } from './orders/kind'

const payment = [
  'customer',
  'created_at',
  'applied_at',
  'status',
  'customer_rep',
  'created_by',
  'deposited_in_bank',
  'total',
]
const signed = ['approved_by_billing_user', 'approved_by_office_user']
const note = ['created_at', 'applied_at', 'customer', 'customer_rep', 'total', 'balance', ...signed]

/** What seed 3 marks as shown and filtered. */
it.each([
  [
    'orders',
    orderList,
    [
      'created_at',
      'customer',
      'status',
      'customer_rep',
      'approved_by_billing_status',
      'credit_term',
      'order_total',
      'requires_office_approval',
      'approved_by_office_status',
    ],
  ],
  ['credit notes', noteLists['credit-notes'], [...note, 'public_notes']],
  ['debit notes', noteLists['debit-notes'], [...note, 'readable_number']],
  ['payments', paymentList, payment],
  ['reversals', reversalList, [...payment, 'confirmed_by', 'readable_number']],
] as const)('the list of %s has its columns and filters', (_, { columns, filters }, marked) => {
  expect(columns.map(({ key }) => key)).toEqual(expect.arrayContaining([...marked]))
  expect(filters.map(({ key }) => key)).toEqual(expect.arrayContaining([...marked]))
})
