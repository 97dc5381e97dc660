import { defineAsyncComponent } from 'vue'
import type { DocumentKind } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import { assetSteps, GRADES, LOCATION } from './steps'
import type { Asset, AssetRow } from './types'

const STATUSES = choices(
  'Received',
  'Diagnostics Pending',
  'Wipe Pending',
  'QC Pending',
  'Ready for Sale',
  'Reserved',
  'Sold',
  'Returned',
  'Repair Hold',
  'Scrapped',
  'Not Sellable',
)

const CATEGORIES = choices('Laptop', 'Phone', 'Accessory')

export const assetList: ListKind<AssetRow> = {
  resource: 'assets',
  title: 'assets.title',
  ordering: '-received_date',
  columns: [
    { key: 'asset_tag', label: 'assets.asset_tag', kind: 'code', link: true, sort: true, phone: true },
    { key: 'product_model', label: 'assets.product_model', kind: 'reference', phone: true },
    { key: 'serial_number', label: 'assets.serial_number', kind: 'code', sort: true },
    { key: 'status', label: 'assets.status', kind: 'status', sort: true, phone: true },
    { key: 'condition_grade', label: 'assets.condition_grade' },
    { key: 'location', label: 'assets.location', kind: 'reference' },
    { key: 'received_date', label: 'assets.received_date', kind: 'date', sort: true },
    { key: 'category', label: 'assets.category', kind: 'word', hidden: true },
    { key: 'supplier', label: 'assets.supplier', hidden: true },
    { key: 'landed_cost', label: 'assets.landed_cost', kind: 'money', hidden: true },
    { key: 'battery_health_percent', label: 'assets.battery_health_percent', kind: 'number', hidden: true },
    { key: 'sale_price', label: 'assets.sale_price', kind: 'money', hidden: true },
    { key: 'sale_date', label: 'assets.sale_date', kind: 'date', hidden: true },
    { key: 'invoice', label: 'assets.invoice', kind: 'reference', hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'status', label: 'assets.status', options: STATUSES },
    { type: 'reference', key: 'location', label: 'assets.location', resource: 'locations' },
    { type: 'reference', key: 'product_model', label: 'assets.product_model', resource: 'product-models' },
    { type: 'choice', key: 'category', label: 'assets.category', options: CATEGORIES },
    { type: 'choice', key: 'condition_grade', label: 'assets.condition_grade', options: GRADES },
    { type: 'dates', key: 'received_date', label: 'assets.received_date' },
    { type: 'dates', key: 'sale_date', label: 'assets.sale_date' },
    { type: 'amounts', key: 'sale_price', label: 'assets.sale_price' },
    { type: 'flag', key: 'scrap_asked', label: 'assets.scrap_asked' },
  ],
  views: [
    {
      key: 'bench',
      label: 'assets.views.bench',
      query: { status: ['Diagnostics Pending', 'Wipe Pending', 'QC Pending'] },
    },
    { key: 'received', label: 'assets.views.received', query: { status: ['Received'] } },
    { key: 'ready', label: 'assets.views.ready', query: { status: ['Ready for Sale'] } },
    { key: 'reserved', label: 'assets.views.reserved', query: { status: ['Reserved'] } },
    { key: 'returned', label: 'assets.views.returned', query: { status: ['Returned', 'Repair Hold'] } },
    { key: 'sold', label: 'assets.views.sold', query: { status: ['Sold'] } },
  ],
  bulk: [
    {
      name: 'start-diagnostics',
      label: 'assets.steps.start_diagnostics',
      permission: 'assets.start-diagnostics',
      applies: ({ status }) => status === 'Received' || status === 'Returned',
    },
    {
      name: 'move',
      label: 'assets.steps.move',
      permission: 'assets.move',
      inputs: [LOCATION],
      applies: ({ status }) => status !== 'Sold' && status !== 'Scrapped',
    },
  ],
  create: {
    label: 'receive.title',
    icon: 'i-lucide-scan-barcode',
    permission: 'assets.receive',
    to: { name: 'assets-receive' },
  },
  empty: { title: 'assets.empty', text: 'assets.emptyText' },
  page: defineAsyncComponent(() => import('./pages/AssetPage.vue')),
}

export const assetDocument: DocumentKind<Asset> = {
  resource: 'assets',
  icon: 'i-lucide-laptop',
  title: (asset) => asset.asset_tag,
  detail: (asset) => asset.product_model.label,
  steps: assetSteps,
  timeline: false,
  pdf: 'passport-pdf',
  edit: { route: 'asset-edit', permission: 'assets.update' },
  facts: [
    {
      label: 'assets.device',
      fields: [
        { key: 'serial_number', label: 'assets.serial_number', kind: 'code' },
        { key: 'product_model', label: 'assets.product_model', kind: 'reference', entity: 'product-models' },
        { key: 'location', label: 'assets.location', kind: 'reference' },
        { key: 'condition_grade', label: 'assets.condition_grade' },
        { key: 'battery_health_percent', label: 'assets.battery_health_percent', kind: 'number' },
        { key: 'battery_cycle_count', label: 'assets.battery_cycle_count', kind: 'number' },
        { key: 'cosmetic_notes', label: 'assets.cosmetic_notes' },
        { key: 'accessories_included', label: 'assets.accessories_included' },
      ],
    },
    {
      label: 'assets.intake',
      fields: [
        { key: 'received_date', label: 'assets.received_date', kind: 'date' },
        { key: 'supplier', label: 'assets.supplier' },
        { key: 'purchase_cost', label: 'assets.purchase_cost', kind: 'money' },
        { key: 'landed_cost', label: 'assets.landed_cost', kind: 'money' },
      ],
    },
    {
      label: 'assets.sale',
      fields: [
        { key: 'invoice', label: 'assets.invoice', kind: 'reference', entity: 'invoices' },
        { key: 'sale_price', label: 'assets.sale_price', kind: 'money' },
        { key: 'sale_date', label: 'assets.sale_date', kind: 'date' },
        { key: 'not_sellable_reason', label: 'assets.not_sellable_reason' },
      ],
    },
  ],
}

/** What of an asset may be changed by hand; the rest follows from its steps. */
export const assetFields: InputField[] = [
  { type: 'text', name: 'asset_tag', label: 'assets.asset_tag', required: true },
  { type: 'text', name: 'supplier', label: 'assets.supplier' },
  { type: 'money', name: 'purchase_cost', label: 'assets.purchase_cost', permission: 'assets.see-costs' },
  { type: 'money', name: 'landed_cost', label: 'assets.landed_cost', permission: 'assets.see-costs' },
  { type: 'integer', name: 'battery_health_percent', label: 'assets.battery_health_percent', min: 0, max: 100 },
  { type: 'integer', name: 'battery_cycle_count', label: 'assets.battery_cycle_count', min: 0 },
  { type: 'textarea', name: 'cosmetic_notes', label: 'assets.cosmetic_notes' },
  { type: 'text', name: 'accessories_included', label: 'assets.accessories_included', wide: true },
]
