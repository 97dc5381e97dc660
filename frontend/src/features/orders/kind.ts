import { defineAsyncComponent } from 'vue'
import type { FormValues, InputField } from '@/ui/form/inputs'
import type { DocumentKind } from '@/ui/document/kind'
import type { Field } from '@/ui/fields'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import { linesField } from '@/ui/lines/field'
import OrderDetails from './components/OrderDetails.vue'
import { orderSteps } from './steps'
import type { Order, OrderInvoice, OrderLine, OrderRow } from './types'

const STATUSES = choices('draft', 'sent', 'paid', 'cancelled')
const BILLING = choices('pending', 'hold', 'approved')
const OFFICE = choices('not_required', 'pending', 'approved', 'rejected')

const isOpen = ({ status }: OrderRow) => status === 'draft' || status === 'sent'

/** Until an invoice stands on it; one that was cancelled or voided does not. */
export const isEditable = (order: OrderRow) =>
  isOpen(order) && !order.invoices.some(({ status }) => status !== 'Cancelled' && status !== 'Refunded')

export const lineColumns: Field<OrderLine>[] = [
  { key: 'description', label: 'orders.item' },
  { key: 'quantity', label: 'orders.quantity', kind: 'number' },
  { key: 'unit_price', label: 'orders.unit_price', kind: 'money' },
  { key: 'discount', label: 'orders.discount', kind: 'money' },
  { key: 'line_total', label: 'orders.line_total', kind: 'money' },
]

export const invoiceColumns: Field<OrderInvoice>[] = [
  {
    key: 'invoice_number',
    label: 'orders.invoice_number',
    kind: 'reference',
    entity: 'invoices',
    value: ({ id, invoice_number }) => ({ id, label: invoice_number }),
  },
  { key: 'invoice_date', label: 'orders.invoice_date', kind: 'date' },
  { key: 'status', label: 'orders.status', kind: 'status' },
  { key: 'subtotal', label: 'orders.net', kind: 'money' },
  { key: 'total_amount', label: 'orders.invoice_total', kind: 'money' },
  { key: 'balance', label: 'orders.balance', kind: 'money' },
]

export const orderList: ListKind<OrderRow> = {
  resource: 'orders',
  title: 'orders.title',
  ordering: '-created_at',
  columns: [
    { key: 'order_number', label: 'orders.order_number', kind: 'code', link: true, sort: true, phone: true },
    { key: 'customer', label: 'orders.customer', kind: 'reference', phone: true },
    { key: 'status', label: 'orders.status', kind: 'status', sort: true },
    { key: 'approved_by_billing_status', label: 'orders.billing', kind: 'status', sort: true },
    { key: 'approved_by_office_status', label: 'orders.office', kind: 'status', sort: true },
    { key: 'order_total', label: 'orders.order_total', kind: 'money', sort: true, phone: true },
    { key: 'credit_term', label: 'orders.credit_term', kind: 'number', sort: true, roomy: true },
    { key: 'customer_rep', label: 'orders.customer_rep', kind: 'reference', roomy: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true, roomy: true },
    { key: 'applied_at', label: 'orders.applied_at', kind: 'datetime', sort: true, hidden: true },
    { key: 'requires_office_approval', label: 'orders.requires_office', kind: 'flag', hidden: true },
    { key: 'currency', label: 'orders.currency', hidden: true },
    { key: 'created_by', label: 'orders.created_by', kind: 'reference', hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'status', label: 'orders.status', options: STATUSES },
    { type: 'reference', key: 'customer', label: 'orders.customer', resource: 'customers' },
    { type: 'choice', key: 'approved_by_billing_status', label: 'orders.billing', options: BILLING },
    { type: 'choice', key: 'approved_by_office_status', label: 'orders.office', options: OFFICE },
    { type: 'flag', key: 'requires_office_approval', label: 'orders.requires_office' },
    { type: 'amounts', key: 'order_total', label: 'orders.order_total' },
    { type: 'text', key: 'credit_term', label: 'orders.credit_term' },
    { type: 'reference', key: 'customer_rep', label: 'orders.customer_rep', resource: 'users', me: true },
    { type: 'reference', key: 'created_by', label: 'orders.created_by', resource: 'users', me: true },
    { type: 'dates', key: 'created_at', label: 'common.created_at' },
    { type: 'dates', key: 'applied_at', label: 'orders.applied_at' },
  ],
  views: [
    {
      key: 'billing',
      label: 'orders.views.billing',
      query: { status: ['sent'], approved_by_billing_status: ['pending'] },
    },
    {
      key: 'office',
      label: 'orders.views.office',
      query: { status: ['sent'], approved_by_billing_status: ['approved'], approved_by_office_status: ['pending'] },
    },
    { key: 'held', label: 'orders.views.held', query: { approved_by_billing_status: ['hold'] } },
    { key: 'mine', label: 'orders.views.mine', query: { customer_rep: 'me' } },
  ],
  bulk: [
    {
      name: 'approve',
      label: 'orders.acts.approve',
      permission: 'orders.approve',
      applies: (order) => isOpen(order) && order.approved_by_billing_status !== 'approved',
    },
    {
      name: 'office-approve',
      label: 'orders.acts.officeApprove',
      permission: 'orders.office-approve',
      applies: (order) => isOpen(order) && order.approved_by_office_status === 'pending',
    },
    {
      name: 'hold',
      label: 'orders.acts.hold',
      permission: 'orders.hold',
      needsReason: true,
      applies: (order) => isOpen(order) && order.approved_by_billing_status !== 'hold',
    },
  ],
  create: { label: 'orders.new', icon: 'i-lucide-plus', permission: 'orders.create', to: { name: 'order-new' } },
  empty: { title: 'orders.empty', text: 'orders.emptyText' },
  expanded: OrderDetails,
  page: defineAsyncComponent(() => import('./pages/OrderPage.vue')),
}

export const orderDocument: DocumentKind<Order, OrderLine> = {
  resource: 'orders',
  edit: { route: 'order-edit', permission: 'orders.update', when: isEditable },
  icon: 'i-lucide-clipboard-list',
  title: (order) => order.order_number,
  detail: (order) => order.customer.label,
  steps: orderSteps,
  facts: [
    {
      label: 'orders.who',
      fields: [
        { key: 'customer', label: 'orders.customer', kind: 'reference', entity: 'customers' },
        { key: 'customer_rep', label: 'orders.customer_rep', kind: 'reference' },
        { key: 'created_by', label: 'orders.created_by', kind: 'reference' },
        { key: 'changed_by', label: 'orders.changed_by', kind: 'reference' },
        { key: 'description', label: 'orders.description' },
      ],
    },
    {
      label: 'orders.terms',
      fields: [
        { key: 'credit_term', label: 'orders.credit_term', kind: 'number' },
        { key: 'currency', label: 'orders.currency' },
        { key: 'applied_at', label: 'orders.applied_at', kind: 'datetime' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
      ],
    },
  ],
  lines: { label: 'orders.lines', columns: lineColumns, rows: (order) => [...order.lines] },
  money: [{ key: 'order_total', label: 'orders.order_total' }],
}

const CUSTOMER_REP: InputField = {
  type: 'reference',
  name: 'customer_rep',
  label: 'orders.customer_rep',
  resource: 'users',
}

/** A new order takes its rep from the customer. */
export const newOrderFields: InputField[] = [
  { type: 'reference', name: 'customer', label: 'orders.customer', resource: 'customers', required: true },
  { type: 'integer', name: 'credit_term', label: 'orders.credit_term', help: 'orders.creditTermHelp', min: 0 },
  linesField({
    items: ['product_model', 'bulk_stock', 'text'],
    quantity: 'quantity',
    price: 'unit_price',
    proposed: { product_model: 'default_price_grade_a', bulk_stock: 'unit_price' },
  }),
  { type: 'money', name: 'order_total', label: 'orders.order_total', help: 'orders.totalHelp' },
  { type: 'text', name: 'currency', label: 'orders.currency', help: 'orders.currencyHelp' },
  { type: 'textarea', name: 'description', label: 'orders.description' },
]
export const orderFields: InputField[] = [...newOrderFields, CUSTOMER_REP]

/** What is left empty follows from the customer, and a total from the lines. */
export function orderBody({ order_total, currency, ...body }: FormValues): FormValues {
  const hasLines = (body.lines as unknown[]).length > 0
  return {
    ...body,
    ...(hasLines || order_total === null ? {} : { order_total }),
    ...(currency === '' ? {} : { currency }),
  }
}
