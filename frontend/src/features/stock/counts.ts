/** Stock counts: what was found against what the books say. */
import { defineAsyncComponent } from 'vue'
import type { DocumentKind } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import type { StockCount, StockCountLine, StockCountRow } from './types'

export const countList: ListKind<StockCountRow> = {
  resource: 'stock-counts',
  title: 'counts.title',
  ordering: '-created_at',
  search: false,
  columns: [
    { key: 'name', label: 'counts.name', link: true, sort: true, phone: true },
    { key: 'location', label: 'counts.location', kind: 'reference' },
    { key: 'status', label: 'counts.status', kind: 'status', phone: true },
    { key: 'items', label: 'counts.items', kind: 'number', value: ({ lines }) => lines.length },
    { key: 'off', label: 'counts.off', kind: 'number', value: (count) => differing(count), phone: true },
    { key: 'counted_by', label: 'counts.counted_by', kind: 'reference' },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true },
    { key: 'approved_by', label: 'counts.approved_by', kind: 'reference', hidden: true },
    { key: 'approved_at', label: 'counts.approved_at', kind: 'datetime', hidden: true },
  ],
  filters: [
    {
      type: 'choice',
      key: 'status',
      label: 'counts.status',
      options: choices('Open', 'Submitted', 'Approved', 'Rejected'),
    },
    { type: 'reference', key: 'location', label: 'counts.location', resource: 'locations' },
    { type: 'reference', key: 'counted_by', label: 'counts.counted_by', resource: 'users', me: true },
    { type: 'reference', key: 'approved_by', label: 'counts.approved_by', resource: 'users', me: true },
  ],
  views: [
    { key: 'open', label: 'counts.views.open', query: { status: ['Open'] } },
    { key: 'submitted', label: 'counts.views.submitted', query: { status: ['Submitted'] } },
  ],
  create: { label: 'counts.new', permission: 'stock-counts.create', to: { name: 'stock-count-new' } },
  empty: { title: 'counts.empty', text: 'counts.emptyText' },
  page: defineAsyncComponent(() => import('./pages/CountPage.vue')),
}

/** How many items were not found as the books have them. */
function differing({ lines }: StockCountRow): number {
  return lines.filter(({ variance }) => variance !== 0).length
}

export const countDocument: DocumentKind<StockCount, StockCountLine> = {
  resource: 'stock-counts',
  icon: 'i-lucide-clipboard-list',
  title: (count) => count.name,
  detail: (count) => count.location.label,
  steps: {
    approve: { consequence: 'counts.approveConsequence' },
    reject: { danger: true },
  },
  facts: [
    {
      label: 'counts.one',
      fields: [
        { key: 'location', label: 'counts.location', kind: 'reference', entity: 'locations' },
        { key: 'counted_by', label: 'counts.counted_by', kind: 'reference' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
        { key: 'off', label: 'counts.off', kind: 'number', value: (count) => differing(count) },
        { key: 'notes', label: 'counts.notes' },
      ],
    },
    {
      label: 'counts.approval',
      fields: [
        { key: 'approved_by', label: 'counts.approved_by', kind: 'reference' },
        { key: 'approved_at', label: 'counts.approved_at', kind: 'datetime' },
      ],
    },
  ],
  lines: {
    label: 'counts.items',
    rows: ({ lines }) => [...lines].toSorted((a, b) => Math.abs(b.variance) - Math.abs(a.variance)),
    columns: [
      { key: 'bulk_stock', label: 'counts.item', kind: 'reference', entity: 'bulk-stock' },
      { key: 'expected', label: 'counts.expected', kind: 'number' },
      { key: 'counted', label: 'counts.counted', kind: 'number' },
      { key: 'variance', label: 'counts.variance', kind: 'number' },
    ],
  },
}

export const countFields: InputField[] = [
  { type: 'text', name: 'name', label: 'counts.name', required: true },
  { type: 'reference', name: 'location', label: 'counts.location', resource: 'locations', required: true },
  { type: 'textarea', name: 'notes', label: 'counts.notes' },
]
