/** Credit and debit notes: one kind in two directions. */
import { defineAsyncComponent, type Component } from 'vue'
import { fromCents, toCents } from '@/lib/money'
import type { DocumentKind } from '@/ui/document/kind'
import type { Field } from '@/ui/fields'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import NoteDetails from './components/NoteDetails.vue'
import { noteSteps, TOUCHED } from './steps'
import type { Note, NoteLine, NoteResource } from './types'

const STATUSES = choices('draft', 'approved', 'rejected')
const ORIGINS = choices(
  'manual',
  'void_invoice',
  'customer_return',
  'warranty_claim',
  'preorder',
  'payment',
  'correction',
)

export const ROUTES = {
  'credit-notes': { list: 'credit-notes', one: 'credit-note', create: 'credit-note-new' },
  'debit-notes': { list: 'debit-notes', one: 'debit-note', create: 'debit-note-new' },
} as const

/** The translation keys that name each kind. */
export const WORDS = {
  'credit-notes': {
    title: 'creditNotes.title',
    one: 'creditNotes.one',
    new: 'creditNotes.new',
    empty: 'creditNotes.empty',
    emptyText: 'creditNotes.emptyText',
    icon: 'i-lucide-file-minus',
  },
  'debit-notes': {
    title: 'debitNotes.title',
    one: 'debitNotes.one',
    new: 'debitNotes.new',
    empty: 'debitNotes.empty',
    emptyText: 'debitNotes.emptyText',
    icon: 'i-lucide-file-plus',
  },
} as const

const isDraft = ({ status }: Note): boolean => status === 'draft'

/** Spent so far; only an approved note can be. */
export const spentOf = ({ status, total, balance }: Pick<Note, 'status' | 'total' | 'balance'>): string | null =>
  status === 'approved' ? fromCents(toCents(total) - toCents(balance)) : null

const openOf = ({ status, balance }: Pick<Note, 'status' | 'balance'>): string | null =>
  status === 'approved' ? balance : null

/** What a line is about, with its product where the words do not name it. */
function aboutOf({ description, product_model, asset, bulk_stock }: NoteLine): string {
  const product = (product_model ?? asset ?? bulk_stock)?.label ?? ''
  return description.includes(product) ? description : `${description} · ${product}`
}

export const lineColumns: Field<NoteLine>[] = [
  { key: 'description', label: 'notes.product', value: aboutOf },
  { key: 'amount', label: 'notes.quantity', kind: 'number' },
  { key: 'price', label: 'notes.price', kind: 'money' },
  { key: 'discount', label: 'notes.discount', kind: 'money' },
  { key: 'line_total', label: 'notes.line_total', kind: 'money' },
]

function noteList(resource: NoteResource, page: Component): ListKind<Note> {
  const words = WORDS[resource]
  return {
    resource,
    title: words.title,
    ordering: '-created_at',
    columns: [
      { key: 'readable_number', label: 'notes.number', kind: 'code', link: true, sort: 'number', phone: true },
      { key: 'customer', label: 'notes.customer', kind: 'reference', phone: true },
      { key: 'status', label: 'notes.status', kind: 'status', sort: true },
      { key: 'total', label: 'notes.total', kind: 'money', sort: true, phone: true },
      { key: 'balance', label: 'notes.balance', kind: 'money', value: openOf, sort: true },
      { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true },
      { key: 'applied_at', label: 'notes.applied_at', kind: 'datetime', sort: true, roomy: true },
      { key: 'customer_rep', label: 'notes.customer_rep', kind: 'reference', roomy: true },
      { key: 'origin', label: 'notes.origin', kind: 'word' },
      { key: 'public_notes', label: 'notes.public_notes', roomy: true, grows: true },
      { key: 'approved_by_billing_user', label: 'notes.billing', kind: 'reference', hidden: true },
      { key: 'approved_by_office_user', label: 'notes.office', kind: 'reference', hidden: true },
      { key: 'created_by', label: 'notes.created_by', kind: 'reference', hidden: true },
      { key: 'invoice', label: 'notes.invoice', kind: 'reference', hidden: true },
      { key: 'currency', label: 'notes.currency', hidden: true },
    ],
    filters: [
      { type: 'choice', key: 'status', label: 'notes.status', options: STATUSES },
      { type: 'reference', key: 'customer', label: 'notes.customer', resource: 'customers' },
      { type: 'reference', key: 'customer_rep', label: 'notes.customer_rep', resource: 'users', me: true },
      { type: 'amounts', key: 'total', label: 'notes.total' },
      { type: 'amounts', key: 'balance', label: 'notes.balance' },
      { type: 'dates', key: 'created_at', label: 'common.created_at' },
      { type: 'dates', key: 'applied_at', label: 'notes.applied_at' },
      { type: 'choice', key: 'origin', label: 'notes.origin', options: ORIGINS },
      { type: 'flag', key: 'to_sign', label: 'notes.toSign' },
      { type: 'reference', key: 'approved_by_billing_user', label: 'notes.billing', resource: 'users', me: true },
      { type: 'reference', key: 'approved_by_office_user', label: 'notes.office', resource: 'users', me: true },
      { type: 'reference', key: 'created_by', label: 'notes.created_by', resource: 'users', me: true },
      { type: 'text', key: 'readable_number', label: 'notes.number' },
      { type: 'text', key: 'public_notes', label: 'notes.public_notes' },
    ],
    views: [
      { key: 'waiting', label: 'notes.views.waiting', query: { status: ['draft'], to_sign: 'false' } },
      { key: 'unsigned', label: 'notes.views.unsigned', query: { status: ['draft'], to_sign: 'true' } },
      { key: 'open', label: 'notes.views.open', query: { balance_min: '0.01' } },
      { key: 'mine', label: 'notes.views.mine', query: { customer_rep: 'me' } },
    ],
    bulk: [
      {
        name: 'billing-sign',
        label: 'notes.acts.sign',
        permission: `${resource}.billing-sign`,
        keys: 's',
        applies: (note) => isDraft(note) && !note.approved_by_billing_user,
      },
      {
        name: 'approve',
        label: 'notes.acts.approve',
        permission: `${resource}.approve`,
        keys: 'a',
        applies: isDraft,
        touches: TOUCHED,
      },
      {
        name: 'reject',
        label: 'notes.acts.reject',
        permission: `${resource}.reject`,
        danger: true,
        needsReason: true,
        applies: isDraft,
        touches: TOUCHED,
      },
    ],
    create: { label: words.new, permission: `${resource}.create`, to: { name: ROUTES[resource].create } },
    empty: { title: words.empty, text: words.emptyText },
    expanded: NoteDetails,
    page,
  }
}

export const noteLists: Record<NoteResource, ListKind<Note>> = {
  'credit-notes': noteList(
    'credit-notes',
    defineAsyncComponent(() => import('./pages/CreditNotePage.vue')),
  ),
  'debit-notes': noteList(
    'debit-notes',
    defineAsyncComponent(() => import('./pages/DebitNotePage.vue')),
  ),
}

export const noteDocument = (resource: NoteResource): DocumentKind<Note, NoteLine> => ({
  resource,
  icon: WORDS[resource].icon,
  title: (note) => note.readable_number,
  detail: (note) => note.customer.label,
  steps: noteSteps,
  pdf: 'pdf',
  facts: [
    {
      label: 'notes.about',
      fields: [
        { key: 'customer', label: 'notes.customer', kind: 'reference', entity: 'customers' },
        { key: 'customer_rep', label: 'notes.customer_rep', kind: 'reference' },
        { key: 'origin', label: 'notes.origin', kind: 'word' },
        { key: 'invoice', label: 'notes.invoice', kind: 'reference', entity: 'invoices' },
        { key: 'public_notes', label: 'notes.public_notes' },
        { key: 'private_notes', label: 'notes.private_notes' },
      ],
    },
    {
      label: 'notes.signatures',
      fields: [
        { key: 'created_by', label: 'notes.created_by', kind: 'reference' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
        { key: 'approved_by_billing_user', label: 'notes.billing', kind: 'reference' },
        { key: 'approved_by_office_user', label: 'notes.office', kind: 'reference' },
        { key: 'applied_at', label: 'notes.applied_at', kind: 'datetime' },
      ],
    },
  ],
  lines: { label: 'notes.lines', columns: lineColumns, rows: (note) => [...note.items_json], optional: true },
  money: [
    { key: 'total', label: 'notes.total' },
    { key: 'spent', label: 'notes.spent', value: spentOf },
    { key: 'balance', label: 'notes.balance', value: openOf },
  ],
})
