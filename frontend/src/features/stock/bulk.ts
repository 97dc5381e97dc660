/** Bulk stock: what is counted and carries no serial. */
import { defineAsyncComponent } from 'vue'
import type { DocumentKind, StepDeclaration } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import type { ListKind } from '@/ui/list/kind'
import type { BulkStock } from './types'

/** The word that marks an item of which there is too little; there is nothing to say of the others. */
const level = ({ is_low, quantity }: BulkStock): string => (quantity <= 0 ? 'Out of Stock' : is_low ? 'Low' : '')

export const bulkList: ListKind<BulkStock> = {
  resource: 'bulk-stock',
  title: 'stock.title',
  ordering: 'item_name',
  columns: [
    { key: 'item_name', label: 'stock.item_name', link: true, sort: true, phone: true },
    { key: 'sku', label: 'stock.sku', kind: 'code', sort: true },
    { key: 'category', label: 'stock.category', sort: true },
    { key: 'location', label: 'stock.location', kind: 'reference' },
    { key: 'level', label: 'stock.level', kind: 'status', value: level, phone: true },
    { key: 'quantity', label: 'stock.quantity', kind: 'number', sort: true, phone: true },
    { key: 'reorder_threshold', label: 'stock.reorder_threshold', kind: 'number' },
    { key: 'unit_price', label: 'stock.unit_price', kind: 'money' },
    { key: 'unit_cost', label: 'stock.unit_cost', kind: 'money', hidden: true },
    { key: 'supplier', label: 'stock.supplier', hidden: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true, hidden: true },
  ],
  filters: [
    { type: 'flag', key: 'is_low', label: 'stock.is_low' },
    { type: 'reference', key: 'location', label: 'stock.location', resource: 'locations' },
    { type: 'text', key: 'category', label: 'stock.category' },
    { type: 'text', key: 'supplier', label: 'stock.supplier' },
  ],
  views: [{ key: 'low', label: 'stock.views.low', query: { is_low: 'true' } }],
  create: { label: 'stock.new', permission: 'bulk-stock.create', to: { name: 'bulk-stock-new' } },
  empty: { title: 'stock.empty', text: 'stock.emptyText' },
  page: defineAsyncComponent(() => import('./pages/BulkStockPage.vue')),
}

const bulkSteps: Record<string, StepDeclaration<BulkStock>> = {
  receive: {
    inputs: [
      { type: 'integer', name: 'quantity', label: 'stock.pieces', required: true, min: 1 },
      { type: 'money', name: 'unit_cost', label: 'stock.unit_cost', help: 'stock.unitCostHelp' },
      { type: 'textarea', name: 'reason', label: 'step.reasonOptional' },
    ],
  },
  adjust: {
    aside: true,
    inputs: [
      {
        type: 'integer',
        name: 'quantity',
        label: 'stock.difference',
        help: 'stock.differenceHelp',
        required: true,
        wide: true,
      },
    ],
  },
}

export const bulkDocument: DocumentKind<BulkStock> = {
  resource: 'bulk-stock',
  icon: 'i-lucide-boxes',
  title: (stock) => stock.item_name,
  detail: (stock) => stock.sku,
  edit: { route: 'bulk-stock-edit', permission: 'bulk-stock.update' },
  steps: bulkSteps,
  facts: [
    {
      label: 'stock.here',
      fields: [
        { key: 'quantity', label: 'stock.quantity', kind: 'number' },
        { key: 'level', label: 'stock.level', kind: 'status', value: level },
        { key: 'reorder_threshold', label: 'stock.reorder_threshold', kind: 'number' },
        { key: 'location', label: 'stock.location', kind: 'reference', entity: 'locations' },
      ],
    },
    {
      label: 'stock.about',
      fields: [
        { key: 'category', label: 'stock.category' },
        { key: 'description', label: 'stock.description' },
        { key: 'supplier', label: 'stock.supplier' },
        { key: 'unit_price', label: 'stock.unit_price', kind: 'money' },
        { key: 'unit_cost', label: 'stock.unit_cost', kind: 'money' },
      ],
    },
  ],
}

export const bulkFields: InputField[] = [
  { type: 'text', name: 'item_name', label: 'stock.item_name', required: true },
  { type: 'text', name: 'sku', label: 'stock.sku', required: true },
  { type: 'text', name: 'category', label: 'stock.category', required: true },
  { type: 'reference', name: 'location', label: 'stock.location', resource: 'locations', required: true },
  { type: 'money', name: 'unit_price', label: 'stock.unit_price', permission: 'bulk-stock.set-price' },
  { type: 'money', name: 'unit_cost', label: 'stock.unit_cost', permission: 'bulk-stock.see-costs' },
  {
    type: 'integer',
    name: 'reorder_threshold',
    label: 'stock.reorder_threshold',
    help: 'stock.reorderHelp',
    required: true,
    min: 0,
  },
  { type: 'text', name: 'supplier', label: 'stock.supplier' },
  { type: 'textarea', name: 'description', label: 'stock.description' },
]

export const newBulkStock = { reorder_threshold: 0 }
