import { defineAsyncComponent } from 'vue'
import { today } from '@/lib/dates'
import type { DocumentKind } from '@/ui/document/kind'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import type { View } from '@/ui/list/views'
import type { WarrantyRow } from './types'

const MONTH_MS = 30 * 86_400_000

const inAMonth = () => today(undefined, new Date(Date.now() + MONTH_MS))

export const warrantyList: ListKind<WarrantyRow> = {
  resource: 'warranties',
  title: 'warranties.title',
  ordering: '-start_date',
  columns: [
    { key: 'warranty_number', label: 'warranties.warranty_number', kind: 'code', link: true, phone: true },
    { key: 'asset', label: 'warranties.asset', kind: 'reference', phone: true },
    { key: 'customer', label: 'warranties.customer', kind: 'reference' },
    { key: 'warranty_tier', label: 'warranties.warranty_tier', kind: 'word' },
    { key: 'status', label: 'warranties.status', kind: 'status', phone: true },
    { key: 'start_date', label: 'warranties.start_date', kind: 'date', sort: true, roomy: true },
    { key: 'end_date', label: 'warranties.end_date', kind: 'date', sort: true },
    { key: 'invoice', label: 'warranties.invoice', kind: 'reference' },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', hidden: true },
  ],
  filters: [
    {
      type: 'choice',
      key: 'status',
      label: 'warranties.status',
      options: choices('Active', 'Claimed', 'Expired', 'Void'),
    },
    {
      type: 'choice',
      key: 'warranty_tier',
      label: 'warranties.warranty_tier',
      options: choices('Standard', 'Premium 1-Year'),
    },
    { type: 'reference', key: 'customer', label: 'warranties.customer', resource: 'customers' },
    { type: 'dates', key: 'end_date', label: 'warranties.end_date' },
  ],
  get views(): View[] {
    const soon = { status: ['Active'], end_date_after: today(), end_date_before: inAMonth() }
    return [
      { key: 'active', label: 'warranties.views.active', query: { status: ['Active'] } },
      { key: 'ending', label: 'warranties.views.ending', query: soon },
      { key: 'premium', label: 'warranties.views.premium', query: { warranty_tier: ['Premium 1-Year'] } },
      { key: 'claimed', label: 'warranties.views.claimed', query: { status: ['Claimed'] } },
    ]
  },
  empty: { title: 'warranties.empty', text: 'warranties.emptyText' },
  page: defineAsyncComponent(() => import('./pages/WarrantyPage.vue')),
}

export const warrantyDocument: DocumentKind<WarrantyRow> = {
  resource: 'warranties',
  icon: 'i-lucide-shield-check',
  title: (warranty) => warranty.warranty_number,
  detail: (warranty) => warranty.asset?.label ?? '',
  facts: [
    {
      label: 'warranties.promise',
      fields: [
        { key: 'warranty_tier', label: 'warranties.warranty_tier', kind: 'word' },
        { key: 'start_date', label: 'warranties.start_date', kind: 'date' },
        { key: 'end_date', label: 'warranties.end_date', kind: 'date' },
        { key: 'coverage_details', label: 'warranties.coverage_details' },
        { key: 'exclusions', label: 'warranties.exclusions' },
        { key: 'includes_accessories', label: 'warranties.includes_accessories', kind: 'flag' },
        { key: 'includes_certificate', label: 'warranties.includes_certificate', kind: 'flag' },
        { key: 'includes_premium_boxing', label: 'warranties.includes_premium_boxing', kind: 'flag' },
      ],
    },
    {
      label: 'warranties.belongs',
      fields: [
        { key: 'asset', label: 'warranties.asset', kind: 'reference', entity: 'assets' },
        { key: 'customer', label: 'warranties.customer', kind: 'reference', entity: 'customers' },
        { key: 'invoice', label: 'warranties.invoice', kind: 'reference', entity: 'invoices' },
      ],
    },
  ],
}
