import { defineAsyncComponent } from 'vue'
import { today } from '@/lib/dates'
import { formatMoney } from '@/lib/money'
import { i18n } from '@/locales'
import type { DocumentKind, StepDeclaration } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import type { View } from '@/ui/list/views'
import { METHODS } from '@/ui/methods'
import type { BankRow, PaymentRow } from './types'

/** What was paid back stands with a minus. */
const signed = ({ kind, amount }: PaymentRow): string => (kind === 'receipt' ? amount : `-${amount}`)

/** The badge marks the rows that answer another one; an ordinary receipt has none. */
const opposite = ({ kind }: PaymentRow): string => (kind === 'receipt' ? '' : kind)

export const paymentList: ListKind<PaymentRow> = {
  resource: 'payments',
  title: 'payments.title',
  ordering: '-created_at',
  columns: [
    { key: 'invoice', label: 'payments.invoice', kind: 'reference', link: true, phone: true },
    { key: 'payment_date', label: 'payments.payment_date', kind: 'date', sort: true },
    { key: 'payment_method', label: 'payments.payment_method', kind: 'word', phone: true },
    { key: 'kind', label: 'payments.kind', kind: 'status', value: opposite },
    { key: 'reference', label: 'payments.reference', kind: 'code' },
    { key: 'received_by', label: 'payments.received_by', kind: 'reference' },
    { key: 'amount', label: 'payments.amount', kind: 'money', value: signed, sort: true, phone: true },
    { key: 'notes', label: 'payments.notes', hidden: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true, hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'payment_method', label: 'payments.payment_method', options: choices(...METHODS) },
    { type: 'dates', key: 'payment_date', label: 'payments.payment_date' },
    { type: 'reference', key: 'received_by', label: 'payments.received_by', resource: 'users', me: true },
    { type: 'choice', key: 'kind', label: 'payments.kind', options: choices('receipt', 'void', 'refund') },
    { type: 'reference', key: 'till_session', label: 'payments.till_session', resource: 'till-sessions' },
    { type: 'reference', key: 'customer', label: 'payments.customer', resource: 'customers' },
    { type: 'amounts', key: 'amount', label: 'payments.amount' },
  ],
  // Asked for anew each time: a page may stay open over midnight.
  get views(): View[] {
    const day = { payment_date_after: today(), payment_date_before: today() }
    return [
      { key: 'today', label: 'payments.views.today', query: day },
      { key: 'mine', label: 'payments.views.mine', query: { ...day, received_by: 'me' } },
      { key: 'cash', label: 'payments.views.cash', query: { ...day, payment_method: ['Cash'] } },
      { key: 'opposites', label: 'payments.views.opposites', query: { kind: ['void', 'refund'] } },
    ]
  },
  empty: { title: 'payments.empty', text: 'payments.emptyText' },
  page: defineAsyncComponent(() => import('./pages/PaymentPage.vue')),
}

const steps: Record<string, StepDeclaration<PaymentRow>> = {
  void: { danger: true, consequence: 'invoices.voidConsequence' },
  refund: {
    danger: true,
    consequence: 'invoices.refundConsequence',
    inputs: [
      { type: 'money', name: 'amount', label: 'payments.amount', required: true },
      {
        type: 'choice',
        name: 'payment_method',
        label: 'payments.payment_method',
        options: choices(...METHODS),
        required: true,
      },
    ],
    initial: ({ amount, payment_method }) => ({ amount, payment_method }),
  },
}

export const paymentDocument: DocumentKind<PaymentRow> = {
  resource: 'payments',
  steps,
  icon: 'i-lucide-hand-coins',
  title: (payment) => `${payment.payment_method} ${formatMoney(signed(payment), i18n.global.locale.value)}`,
  detail: (payment) => payment.invoice?.label ?? '',
  facts: [
    {
      label: 'payments.one',
      fields: [
        { key: 'kind', label: 'payments.kind', kind: 'status' },
        { key: 'amount', label: 'payments.amount', kind: 'money', value: signed },
        { key: 'payment_method', label: 'payments.payment_method', kind: 'word' },
        { key: 'reference', label: 'payments.reference', kind: 'code' },
        { key: 'payment_date', label: 'payments.payment_date', kind: 'date' },
      ],
    },
    {
      label: 'payments.about',
      fields: [
        { key: 'invoice', label: 'payments.invoice', kind: 'reference', entity: 'invoices' },
        { key: 'opposes', label: 'payments.opposes', kind: 'reference', entity: 'payments' },
        { key: 'received_by', label: 'payments.received_by', kind: 'reference' },
        { key: 'till_session', label: 'payments.till_session', kind: 'reference', entity: 'till-sessions' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
        { key: 'notes', label: 'payments.notes' },
      ],
    },
  ],
}

export const bankList: ListKind<BankRow> = {
  resource: 'banks',
  title: 'banks.title',
  ordering: 'name',
  columns: [
    { key: 'name', label: 'banks.name', link: true, sort: true, phone: true },
    { key: 'account_number', label: 'banks.account_number', kind: 'code', phone: true },
    { key: 'is_active', label: 'banks.is_active', kind: 'flag' },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', hidden: true },
  ],
  filters: [{ type: 'flag', key: 'is_active', label: 'banks.is_active' }],
  create: { label: 'banks.new', permission: 'banks.create', to: { name: 'bank-new' } },
  empty: { title: 'banks.empty', text: 'banks.emptyText' },
  page: defineAsyncComponent(() => import('./pages/BankPage.vue')),
}

export const bankDocument: DocumentKind<BankRow> = {
  resource: 'banks',
  icon: 'i-lucide-landmark',
  title: (bank) => bank.name,
  facts: [
    {
      label: 'banks.one',
      fields: [
        { key: 'account_number', label: 'banks.account_number', kind: 'code' },
        { key: 'is_active', label: 'banks.is_active', kind: 'flag' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
      ],
    },
  ],
  timeline: false,
}

export const bankFields: InputField[] = [
  { type: 'text', name: 'name', label: 'banks.name', required: true },
  { type: 'text', name: 'account_number', label: 'banks.account_number' },
  { type: 'flag', name: 'is_active', label: 'banks.is_active', help: 'banks.activeHelp', wide: true },
]

export const newBank = { is_active: true }
