import { defineAsyncComponent } from 'vue'
import { isZero } from '@/lib/money'
import type { DocumentKind } from '@/ui/document/kind'
import type { Field } from '@/ui/fields'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import InvoiceDetails from './components/InvoiceDetails.vue'
import { invoiceSteps } from './steps'
import type { Invoice, InvoiceLine, InvoicePayment, InvoiceRow } from './types'

const STATUSES = choices('Draft', 'Sent', 'Paid', 'Cancelled', 'Refunded')
const VOIDS = [
  { value: 'none', label: 'invoices.void.none' },
  { value: 'asked', label: 'invoices.void.asks' },
  { value: 'confirmed', label: 'invoices.void.confirmed' },
]
const TYPES = choices('Retail', 'Wholesale', 'Walk-in')

/** What was paid back stands with a minus. */
export const signed = ({ kind, amount }: Pick<InvoicePayment, 'kind' | 'amount'>): string =>
  kind === 'receipt' ? amount : `-${amount}`

export const lineColumns: Field<InvoiceLine>[] = [
  { key: 'item_description', label: 'invoices.item' },
  { key: 'asset', label: 'invoices.asset', kind: 'reference', entity: 'assets' },
  { key: 'warranty_tier', label: 'invoices.warranty_tier', kind: 'word' },
  { key: 'quantity', label: 'invoices.quantity', kind: 'number' },
  { key: 'unit_price', label: 'invoices.unit_price', kind: 'money' },
  { key: 'discount', label: 'invoices.discount', kind: 'money' },
  { key: 'line_total', label: 'invoices.line_total', kind: 'money' },
]

export const paymentColumns: Field<InvoicePayment>[] = [
  { key: 'payment_date', label: 'invoices.payment_date', kind: 'date' },
  { key: 'kind', label: 'invoices.payment_kind', kind: 'status' },
  { key: 'payment_method', label: 'invoices.payment_method', kind: 'word' },
  { key: 'reference', label: 'invoices.reference', kind: 'code' },
  { key: 'received_by', label: 'invoices.received_by', kind: 'reference' },
  { key: 'amount', label: 'invoices.amount', kind: 'money', value: signed },
]

export const invoiceList: ListKind<InvoiceRow> = {
  resource: 'invoices',
  title: 'invoices.title',
  ordering: '-created_at',
  columns: [
    { key: 'invoice_number', label: 'invoices.invoice_number', kind: 'code', link: true, sort: true, phone: true },
    { key: 'customer', label: 'invoices.customer', kind: 'reference', blank: 'status.walk_in', phone: true },
    { key: 'customer_type', label: 'invoices.customer_type', kind: 'word', hidden: true },
    { key: 'status', label: 'invoices.status', kind: 'status' },
    { key: 'invoice_date', label: 'invoices.invoice_date', kind: 'date', sort: true },
    { key: 'due_date', label: 'invoices.due_date', kind: 'date', sort: true },
    { key: 'sales_rep', label: 'invoices.sales_rep', kind: 'reference', hidden: true },
    { key: 'total_amount', label: 'invoices.total_amount', kind: 'money', sort: true, phone: true },
    { key: 'balance', label: 'invoices.balance', kind: 'money', sort: true },
    { key: 'paid', label: 'invoices.paid', kind: 'money', hidden: true },
    { key: 'credited', label: 'invoices.credited', kind: 'money', hidden: true },
    { key: 'currency', label: 'invoices.currency', hidden: true },
    { key: 'lead_source', label: 'invoices.lead_source', kind: 'reference', hidden: true },
    { key: 'order', label: 'invoices.order', kind: 'reference', hidden: true },
    { key: 'issued_at', label: 'invoices.issued_at', kind: 'datetime', hidden: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true, hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'status', label: 'invoices.status', options: STATUSES },
    { type: 'reference', key: 'customer', label: 'invoices.customer', resource: 'customers' },
    { type: 'choice', key: 'customer_type', label: 'invoices.customer_type', options: TYPES },
    { type: 'reference', key: 'sales_rep', label: 'invoices.sales_rep', resource: 'users', me: true },
    { type: 'dates', key: 'invoice_date', label: 'invoices.invoice_date' },
    { type: 'dates', key: 'due_date', label: 'invoices.due_date' },
    { type: 'flag', key: 'is_overdue', label: 'invoices.is_overdue' },
    { type: 'amounts', key: 'total', label: 'invoices.total_amount' },
    { type: 'amounts', key: 'balance', label: 'invoices.balance' },
    { type: 'choice', key: 'void_status', label: 'invoices.void.title', options: VOIDS },
    { type: 'reference', key: 'lead_source', label: 'invoices.lead_source', resource: 'lead-sources' },
  ],
  views: [
    { key: 'draft', label: 'invoices.views.draft', query: { status: ['Draft'] } },
    { key: 'owing', label: 'invoices.views.owing', query: { status: ['Sent'] } },
    { key: 'overdue', label: 'invoices.views.overdue', query: { is_overdue: 'true' } },
    { key: 'paid', label: 'invoices.views.paid', query: { status: ['Paid'] } },
    { key: 'void', label: 'invoices.views.void', query: { void_status: ['asked'] } },
    { key: 'mine', label: 'invoices.views.mine', query: { sales_rep: 'me' } },
  ],
  create: { label: 'till.title', icon: 'i-lucide-shopping-cart', permission: 'invoices.create', to: { name: 'till' } },
  empty: { title: 'invoices.empty', text: 'invoices.emptyText' },
  expanded: InvoiceDetails,
  page: defineAsyncComponent(() => import('./pages/InvoicePage.vue')),
}

export const invoiceDocument: DocumentKind<Invoice, InvoiceLine> = {
  resource: 'invoices',
  icon: 'i-lucide-receipt-text',
  title: (invoice) => invoice.invoice_number,
  detail: (invoice) => invoice.customer?.label ?? '',
  steps: invoiceSteps,
  facts: [
    {
      label: 'invoices.who',
      fields: [
        {
          key: 'customer',
          label: 'invoices.customer',
          kind: 'reference',
          entity: 'customers',
          blank: 'status.walk_in',
        },
        { key: 'customer_type', label: 'invoices.customer_type', kind: 'word' },
        { key: 'sales_rep', label: 'invoices.sales_rep', kind: 'reference' },
        { key: 'lead_source', label: 'invoices.lead_source', kind: 'reference' },
        { key: 'order', label: 'invoices.order', kind: 'reference', entity: 'orders' },
      ],
    },
    {
      label: 'invoices.when',
      fields: [
        { key: 'invoice_date', label: 'invoices.invoice_date', kind: 'date' },
        { key: 'due_date', label: 'invoices.due_date', kind: 'date' },
        { key: 'issued_at', label: 'invoices.issued_at', kind: 'datetime' },
        { key: 'notes', label: 'invoices.notes' },
      ],
    },
  ],
  lines: { label: 'invoices.lines', columns: lineColumns, rows: (invoice) => [...invoice.lines] },
  money: [
    { key: 'subtotal', label: 'invoices.subtotal' },
    { key: 'tax_amount', label: 'invoices.tax_amount' },
    { key: 'total_amount', label: 'invoices.total_amount' },
    { key: 'credited', label: 'invoices.credited', value: ({ credited }) => (isZero(credited) ? null : credited) },
    { key: 'paid', label: 'invoices.paid' },
    { key: 'balance', label: 'invoices.balance' },
  ],
}
