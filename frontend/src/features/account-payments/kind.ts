/** Payments on account and what undoes them: one shape, two lives. */
import { defineAsyncComponent } from 'vue'
import { fromCents, toCents } from '@/lib/money'
import type { DocumentKind, FactGroup, StepDeclaration } from '@/ui/document/kind'
import type { Field } from '@/ui/fields'
import type { InputField } from '@/ui/form/inputs'
import { choices, type Filter } from '@/ui/list/filters'
import type { BulkStep, ListKind } from '@/ui/list/kind'
import type { Column } from '@/ui/table/columns'
import ItemDetails from './components/ItemDetails.vue'
import type { AccountPayment, AccountPaymentRow, Reversal, ReversalRow, ToldItem } from './types'

/** What else changes when money is put where it belongs, or taken back. */
const TOUCHED = [
  'sales-payments',
  'sales-payment-reversals',
  'invoices',
  'debit-notes',
  'credit-notes',
  'customers',
  'warranties',
]

type Money = Pick<AccountPaymentRow, 'items'>
export type ItemRow = ToldItem & { id: number }

const ENTITIES: Record<ToldItem['type'], string> = {
  invoice: 'invoices',
  debit_note: 'debit-notes',
  credit_note: 'credit-notes',
  advance: 'credit-notes',
}

/** A credit note is spent: it stands with a minus. */
const signed = ({ type, amount }: ToldItem): string => (type === 'credit_note' ? `-${amount}` : amount)

export const itemRows = ({ items }: Money): ItemRow[] => items.map((item, id) => ({ ...item, id }))

export const itemColumns: Field<ItemRow>[] = [
  { key: 'type', label: 'accountPayments.type', kind: 'word' },
  {
    key: 'document',
    label: 'accountPayments.document',
    kind: 'reference',
    entity: ({ type }) => ENTITIES[type],
    blank: 'accountPayments.notYet',
  },
  { key: 'amount', label: 'accountPayments.amount', kind: 'money', value: signed },
]

/** What the items of these types come to; nothing where there are none. */
function sumOf({ items }: Money, ...types: ToldItem['type'][]): string | null {
  const those = items.filter(({ type }) => types.includes(type))
  return those.length ? fromCents(those.reduce((sum, item) => sum + toCents(signed(item)), 0n)) : null
}

const money = (total: string): Field<Money>[] => [
  { key: 'charges', label: 'accountPayments.charges', value: (row) => sumOf(row, 'invoice', 'debit_note') },
  { key: 'credits', label: 'accountPayments.credits', value: (row) => sumOf(row, 'credit_note') },
  { key: 'advance', label: 'accountPayments.advance', value: (row) => sumOf(row, 'advance') },
  { key: 'total', label: total },
]

type Row = AccountPaymentRow | ReversalRow

function columns<T extends Row>(...more: Column<T>[]): Column<T>[] {
  return [
    { key: 'readable_number', label: 'accountPayments.number', kind: 'code', link: true, sort: 'number', phone: true },
    { key: 'customer', label: 'accountPayments.customer', kind: 'reference', phone: true },
    { key: 'status', label: 'accountPayments.status', kind: 'status', sort: true },
    { key: 'total', label: 'accountPayments.total', kind: 'money', sort: true, phone: true },
    ...more,
    { key: 'applied_at', label: 'accountPayments.applied_at', kind: 'datetime', sort: true, roomy: true },
    { key: 'deposited_in_bank', label: 'accountPayments.bank', kind: 'reference' },
    { key: 'created_by', label: 'accountPayments.created_by', kind: 'reference', roomy: true },
    { key: 'customer_rep', label: 'accountPayments.customer_rep', kind: 'reference', roomy: true },
    { key: 'confirmed_by', label: 'accountPayments.confirmed_by', kind: 'reference', hidden: true },
    { key: 'currency', label: 'accountPayments.currency', hidden: true },
  ]
}

const created = { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true } as const
const received = { key: 'received_at', label: 'accountPayments.received_at', kind: 'datetime', sort: true } as const

const filters = (...statuses: string[]): Filter[] => [
  { type: 'choice', key: 'status', label: 'accountPayments.status', options: choices(...statuses) },
  { type: 'reference', key: 'customer', label: 'accountPayments.customer', resource: 'customers' },
  { type: 'amounts', key: 'total', label: 'accountPayments.total' },
  { type: 'reference', key: 'deposited_in_bank', label: 'accountPayments.bank', resource: 'banks' },
  { type: 'dates', key: 'created_at', label: 'common.created_at' },
  { type: 'dates', key: 'applied_at', label: 'accountPayments.applied_at' },
  { type: 'dates', key: 'received_at', label: 'accountPayments.received_at' },
  { type: 'reference', key: 'customer_rep', label: 'accountPayments.customer_rep', resource: 'users', me: true },
  { type: 'reference', key: 'created_by', label: 'accountPayments.created_by', resource: 'users', me: true },
  { type: 'reference', key: 'confirmed_by', label: 'accountPayments.confirmed_by', resource: 'users', me: true },
  { type: 'text', key: 'readable_number', label: 'accountPayments.number' },
]

const isDraft = ({ status }: { status: string }): boolean => status === 'draft'

function bulk<T extends Row>(name: string, label: string, permission: string, more: Partial<BulkStep<T>>): BulkStep<T> {
  return { name, label, permission, applies: isDraft, touches: TOUCHED, ...more }
}

export const paymentList: ListKind<AccountPaymentRow> = {
  resource: 'sales-payments',
  title: 'accountPayments.title',
  ordering: '-number',
  columns: columns<AccountPaymentRow>(received, { ...created, hidden: true }),
  filters: filters('draft', 'applied', 'reversed'),
  views: [
    { key: 'waiting', label: 'accountPayments.views.waiting', query: { status: ['draft'] } },
    { key: 'mine', label: 'accountPayments.views.mine', query: { status: ['draft'], created_by: 'me' } },
    { key: 'applied', label: 'accountPayments.views.applied', query: { status: ['applied'] } },
    { key: 'reversed', label: 'accountPayments.views.reversed', query: { status: ['reversed'] } },
  ],
  bulk: [
    bulk('apply', 'accountPayments.acts.apply', 'sales-payments.apply', { keys: 'a' }),
    bulk('send-back', 'accountPayments.acts.sendBack', 'sales-payments.send-back', { needsReason: true }),
  ],
  create: {
    label: 'accountPayments.new',
    icon: 'i-lucide-hand-coins',
    permission: 'sales-payments.create',
    to: { name: 'sales-payment-new' },
  },
  empty: { title: 'accountPayments.empty', text: 'accountPayments.emptyText' },
  expanded: ItemDetails,
  page: defineAsyncComponent(() => import('./pages/AccountPaymentPage.vue')),
}

export const reversalList: ListKind<ReversalRow> = {
  resource: 'sales-payment-reversals',
  title: 'reversals.title',
  ordering: '-number',
  columns: columns<ReversalRow>(
    { key: 'sales_payment', label: 'reversals.payment', kind: 'reference' },
    created,
    { ...received, hidden: true },
    { key: 'reason', label: 'step.reason', hidden: true },
  ),
  filters: filters('draft', 'approved', 'rejected'),
  views: [
    { key: 'waiting', label: 'reversals.views.waiting', query: { status: ['draft'] } },
    { key: 'approved', label: 'reversals.views.approved', query: { status: ['approved'] } },
    { key: 'rejected', label: 'reversals.views.rejected', query: { status: ['rejected'] } },
  ],
  bulk: [
    bulk('approve', 'reversals.acts.approve', 'sales-payment-reversals.approve', { keys: 'a' }),
    bulk('reject', 'reversals.acts.reject', 'sales-payment-reversals.reject', { needsReason: true, danger: true }),
  ],
  empty: { title: 'reversals.empty', text: 'reversals.emptyText' },
  expanded: ItemDetails,
  page: defineAsyncComponent(() => import('./pages/ReversalPage.vue')),
}

function facts<T>(...about: Field<T>[]): FactGroup<T>[] {
  return [
    {
      label: 'accountPayments.about',
      fields: [
        { key: 'customer', label: 'accountPayments.customer', kind: 'reference', entity: 'customers' },
        { key: 'customer_rep', label: 'accountPayments.customer_rep', kind: 'reference' },
        ...about,
        { key: 'deposited_in_bank', label: 'accountPayments.bank', kind: 'reference', entity: 'banks' },
        { key: 'received_at', label: 'accountPayments.received_at', kind: 'datetime' },
      ],
    },
    {
      label: 'accountPayments.signatures',
      fields: [
        { key: 'created_by', label: 'accountPayments.created_by', kind: 'reference' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
        { key: 'confirmed_by', label: 'accountPayments.confirmed_by', kind: 'reference' },
        { key: 'applied_at', label: 'accountPayments.applied_at', kind: 'datetime' },
      ],
    },
  ]
}

const paymentSteps: Record<string, StepDeclaration<AccountPayment>> = {
  apply: { rehearsed: true, asSeen: true, touches: TOUCHED },
  'send-back': { aside: true },
  reverse: {
    danger: true,
    consequence: 'reversals.askConsequence',
    touches: ['sales-payment-reversals'],
    leadsTo: (answer) => {
      const { reversal } = answer as { reversal?: { id: number } }
      return reversal ? { name: 'sales-payment-reversal', params: { id: reversal.id } } : null
    },
  },
}

const reversalSteps: Record<string, StepDeclaration<Reversal>> = {
  approve: { rehearsed: true, asSeen: true, touches: TOUCHED },
  reject: { danger: true, touches: TOUCHED },
}

export const paymentDocument: DocumentKind<AccountPayment, ItemRow> = {
  resource: 'sales-payments',
  icon: 'i-lucide-wallet',
  title: (payment) => payment.readable_number,
  detail: (payment) => payment.customer.label,
  steps: paymentSteps,
  pdf: 'pdf',
  edit: { route: 'sales-payment-edit', permission: 'sales-payments.update', when: isDraft },
  facts: facts({ key: 'changed_by', label: 'accountPayments.changed_by', kind: 'reference' }),
  lines: { label: 'accountPayments.items', columns: itemColumns, rows: itemRows },
  money: money('accountPayments.total'),
}

export const reversalDocument: DocumentKind<Reversal, ItemRow> = {
  resource: 'sales-payment-reversals',
  icon: 'i-lucide-undo-2',
  title: (reversal) => reversal.readable_number,
  detail: (reversal) => reversal.customer.label,
  steps: reversalSteps,
  facts: facts<Reversal>(
    { key: 'sales_payment', label: 'reversals.payment', kind: 'reference', entity: 'sales-payments' },
    { key: 'reason', label: 'step.reason' },
  ),
  lines: { label: 'reversals.items', columns: itemColumns, rows: itemRows },
  money: money('reversals.total'),
}

export const customerField: InputField = {
  type: 'reference',
  name: 'customer',
  label: 'accountPayments.customer',
  resource: 'customers',
  required: true,
}

export const headFields: InputField[] = [
  { type: 'reference', name: 'customer_rep', label: 'accountPayments.customer_rep', resource: 'users' },
  { type: 'reference', name: 'deposited_in_bank', label: 'accountPayments.bank', resource: 'banks', required: true },
  { type: 'datetime', name: 'received_at', label: 'accountPayments.received_at', required: true },
]
