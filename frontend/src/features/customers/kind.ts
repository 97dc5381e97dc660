import { defineAsyncComponent } from 'vue'
import type { DocumentKind } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import type { Customer } from './types'

const TYPES = choices('Retail', 'Wholesale')

export const customerList: ListKind<Customer> = {
  resource: 'customers',
  title: 'customers.title',
  ordering: 'full_name',
  columns: [
    { key: 'full_name', label: 'customers.full_name', link: true, sort: true, phone: true },
    { key: 'business_name', label: 'customers.business_name', sort: true },
    { key: 'customer_type', label: 'customers.customer_type', kind: 'word' },
    { key: 'phone', label: 'customers.phone', kind: 'code', phone: true },
    { key: 'email', label: 'customers.email' },
    { key: 'city', label: 'customers.city', sort: true },
    { key: 'customer_rep', label: 'customers.customer_rep', kind: 'reference' },
    { key: 'region', label: 'customers.region', hidden: true },
    { key: 'credit_limit', label: 'customers.credit_limit', kind: 'money', hidden: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true, hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'customer_type', label: 'customers.customer_type', options: TYPES },
    { type: 'reference', key: 'customer_rep', label: 'customers.customer_rep', resource: 'users', me: true },
    { type: 'reference', key: 'lead_source', label: 'customers.lead_source', resource: 'lead-sources' },
    { type: 'flag', key: 'account_hold', label: 'customers.account_hold' },
    { type: 'dates', key: 'created_at', label: 'common.created_at' },
  ],
  views: [
    { key: 'mine', label: 'customers.views.mine', query: { customer_rep: 'me' } },
    { key: 'wholesale', label: 'customers.views.wholesale', query: { customer_type: ['Wholesale'] } },
    { key: 'hold', label: 'customers.views.hold', query: { account_hold: 'true' } },
  ],
  create: {
    label: 'customers.new',
    icon: 'i-lucide-user-plus',
    permission: 'customers.create',
    to: { name: 'customer-new' },
  },
  empty: { title: 'customers.empty', text: 'customers.emptyText' },
  page: defineAsyncComponent(() => import('./pages/CustomerPage.vue')),
}

export const customerDocument: DocumentKind<Customer> = {
  resource: 'customers',
  edit: { route: 'customer-edit', permission: 'customers.update' },
  icon: 'i-lucide-user',
  title: (customer) => customer.full_name,
  detail: (customer) => customer.business_name ?? '',
  facts: [
    {
      label: 'customers.contact',
      fields: [
        { key: 'phone', label: 'customers.phone', kind: 'code' },
        { key: 'alternate_phone', label: 'customers.alternate_phone', kind: 'code' },
        { key: 'email', label: 'customers.email' },
        { key: 'address', label: 'customers.address' },
        { key: 'city', label: 'customers.city' },
        { key: 'region', label: 'customers.region' },
      ],
    },
    {
      label: 'customers.terms',
      fields: [
        { key: 'customer_type', label: 'customers.customer_type', kind: 'word' },
        { key: 'customer_rep', label: 'customers.customer_rep', kind: 'reference' },
        { key: 'credit_limit', label: 'customers.credit_limit', kind: 'money' },
        { key: 'credit_term_days', label: 'customers.credit_term_days', kind: 'number' },
        { key: 'account_hold', label: 'customers.account_hold', kind: 'flag' },
        { key: 'lead_source', label: 'customers.lead_source', kind: 'reference' },
      ],
    },
    { label: 'customers.about', fields: [{ key: 'notes', label: 'customers.notes' }] },
  ],
}

export const customerFields: InputField[] = [
  { type: 'text', name: 'full_name', label: 'customers.full_name', required: true },
  { type: 'tel', name: 'phone', label: 'customers.phone', required: true },
  { type: 'choice', name: 'customer_type', label: 'customers.customer_type', options: TYPES, required: true },
  { type: 'email', name: 'email', label: 'customers.email' },
  { type: 'text', name: 'business_name', label: 'customers.business_name' },
  { type: 'tel', name: 'alternate_phone', label: 'customers.alternate_phone' },
  { type: 'text', name: 'city', label: 'customers.city' },
  { type: 'text', name: 'region', label: 'customers.region' },
  { type: 'textarea', name: 'address', label: 'customers.address' },
  {
    type: 'reference',
    name: 'customer_rep',
    label: 'customers.customer_rep',
    resource: 'users',
    permission: 'customers.assign-rep',
  },
  { type: 'reference', name: 'lead_source', label: 'customers.lead_source', resource: 'lead-sources' },
  { type: 'money', name: 'credit_limit', label: 'customers.credit_limit', permission: 'customers.set-credit' },
  {
    type: 'integer',
    name: 'credit_term_days',
    label: 'customers.credit_term_days',
    min: 0,
    permission: 'customers.set-credit',
  },
  {
    type: 'flag',
    name: 'account_hold',
    label: 'customers.account_hold',
    help: 'customers.accountHoldHelp',
    permission: 'customers.set-credit',
    wide: true,
  },
  { type: 'textarea', name: 'notes', label: 'customers.notes' },
]

/** What a customer is until somebody says otherwise. */
export const newCustomer = { customer_type: 'Retail', city: 'Accra' }
