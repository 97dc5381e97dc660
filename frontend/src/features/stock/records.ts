/** What is written down once and read ever after: movements, diagnostics, wipe certificates. A row leads to its device. */
import { entityRoute } from '@/ui/entities'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import ChecklistResults from './components/ChecklistResults.vue'
import type { BulkMovement, Diagnostics, Movement, WipeCertificate } from './types'

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

const toAsset = ({ asset }: Movement | Diagnostics | WipeCertificate) => entityRoute('assets', asset.id) ?? {}

export const movementList: ListKind<Movement> = {
  resource: 'inventory-movements',
  title: 'movements.title',
  ordering: '-created_at',
  columns: [
    { key: 'asset', label: 'movements.asset', kind: 'reference', link: true, phone: true },
    { key: 'from_status', label: 'movements.from_status', kind: 'status', roomy: true },
    { key: 'to_status', label: 'movements.to_status', kind: 'status', phone: true },
    { key: 'from_location', label: 'movements.from_location', kind: 'reference', hidden: true },
    { key: 'to_location', label: 'movements.to_location', kind: 'reference' },
    { key: 'reason', label: 'movements.reason', grows: true },
    { key: 'moved_by', label: 'movements.moved_by', kind: 'reference' },
    { key: 'created_at', label: 'movements.at', kind: 'datetime', sort: true, phone: true },
  ],
  filters: [
    { type: 'reference', key: 'asset', label: 'movements.asset', resource: 'assets' },
    { type: 'choice', key: 'to_status', label: 'movements.to_status', options: STATUSES },
    { type: 'choice', key: 'from_status', label: 'movements.from_status', options: STATUSES },
    { type: 'reference', key: 'to_location', label: 'movements.to_location', resource: 'locations' },
    { type: 'reference', key: 'from_location', label: 'movements.from_location', resource: 'locations' },
    { type: 'reference', key: 'moved_by', label: 'movements.moved_by', resource: 'users', me: true },
    { type: 'dates', key: 'created_at', label: 'movements.at' },
  ],
  empty: { title: 'movements.empty', text: 'movements.emptyText' },
  to: toAsset,
}

export const bulkMovementList: ListKind<BulkMovement> = {
  resource: 'bulk-movements',
  title: 'movements.bulkTitle',
  ordering: '-created_at',
  search: false,
  columns: [
    { key: 'bulk_stock', label: 'movements.item', kind: 'reference', link: true, phone: true },
    { key: 'kind', label: 'movements.kind', kind: 'word' },
    { key: 'quantity', label: 'movements.quantity', kind: 'number', phone: true },
    { key: 'quantity_after', label: 'movements.quantity_after', kind: 'number' },
    { key: 'unit_cost', label: 'stock.unit_cost', kind: 'money', hidden: true },
    { key: 'reason', label: 'movements.reason', grows: true },
    { key: 'moved_by', label: 'movements.moved_by', kind: 'reference' },
    { key: 'created_at', label: 'movements.at', kind: 'datetime', sort: true, phone: true },
  ],
  filters: [
    { type: 'reference', key: 'bulk_stock', label: 'movements.item', resource: 'bulk-stock' },
    {
      type: 'choice',
      key: 'kind',
      label: 'movements.kind',
      options: choices('receipt', 'sale', 'return', 'adjustment', 'repair part', 'count'),
    },
    { type: 'reference', key: 'moved_by', label: 'movements.moved_by', resource: 'users', me: true },
    { type: 'dates', key: 'created_at', label: 'movements.at' },
  ],
  empty: { title: 'movements.empty', text: 'movements.bulkEmptyText' },
  to: ({ bulk_stock }) => entityRoute('bulk-stock', bulk_stock.id) ?? {},
}

export const diagnosticsList: ListKind<Diagnostics> = {
  resource: 'diagnostics',
  title: 'diagnostics.title',
  ordering: '-diagnostic_date',
  search: false,
  columns: [
    { key: 'asset', label: 'movements.asset', kind: 'reference', link: true, phone: true },
    { key: 'overall_result', label: 'diagnostics.overall_result', kind: 'status', phone: true },
    { key: 'notes', label: 'diagnostics.notes', grows: true },
    { key: 'technician', label: 'diagnostics.technician', kind: 'reference' },
    { key: 'diagnostic_date', label: 'diagnostics.date', kind: 'date', sort: true, phone: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', hidden: true },
  ],
  filters: [
    { type: 'reference', key: 'asset', label: 'movements.asset', resource: 'assets' },
    {
      type: 'choice',
      key: 'overall_result',
      label: 'diagnostics.overall_result',
      options: choices('Pass', 'Pass with Notes', 'Fail'),
    },
    { type: 'reference', key: 'technician', label: 'diagnostics.technician', resource: 'users', me: true },
    { type: 'dates', key: 'diagnostic_date', label: 'diagnostics.date' },
  ],
  views: [
    { key: 'mine', label: 'diagnostics.views.mine', query: { technician: 'me' } },
    { key: 'failed', label: 'diagnostics.views.failed', query: { overall_result: ['Fail'] } },
  ],
  empty: { title: 'diagnostics.empty', text: 'diagnostics.emptyText' },
  expanded: ChecklistResults,
  to: toAsset,
}

export const wipeList: ListKind<WipeCertificate> = {
  resource: 'wipe-certificates',
  title: 'wipes.title',
  ordering: '-wipe_date',
  search: false,
  columns: [
    { key: 'asset', label: 'movements.asset', kind: 'reference', link: true, phone: true },
    { key: 'wipe_method', label: 'wipes.wipe_method', phone: true },
    { key: 'certificate_reference', label: 'wipes.certificate_reference', kind: 'code' },
    { key: 'notes', label: 'diagnostics.notes', hidden: true },
    { key: 'technician', label: 'diagnostics.technician', kind: 'reference' },
    { key: 'wipe_date', label: 'diagnostics.date', kind: 'date', sort: true, phone: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', hidden: true },
  ],
  filters: [
    { type: 'reference', key: 'asset', label: 'movements.asset', resource: 'assets' },
    { type: 'text', key: 'wipe_method', label: 'wipes.wipe_method' },
    { type: 'reference', key: 'technician', label: 'diagnostics.technician', resource: 'users', me: true },
    { type: 'dates', key: 'wipe_date', label: 'diagnostics.date' },
  ],
  empty: { title: 'wipes.empty', text: 'wipes.emptyText' },
  to: toAsset,
}
