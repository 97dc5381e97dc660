/** Locations and lead sources: short lists of names that other records refer to. */
import { defineAsyncComponent } from 'vue'
import type { DocumentKind } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import type { ListKind } from '@/ui/list/kind'
import type { LeadSource, Location } from './types'

export const locationList: ListKind<Location> = {
  resource: 'locations',
  title: 'locations.title',
  ordering: 'location_name',
  search: false,
  columns: [
    { key: 'location_name', label: 'locations.location_name', link: true, sort: true, phone: true },
    { key: 'description', label: 'locations.description' },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', hidden: true },
  ],
  filters: [],
  create: { label: 'locations.new', permission: 'locations.create', to: { name: 'location-new' } },
  empty: { title: 'locations.empty', text: 'locations.emptyText' },
  page: defineAsyncComponent(() => import('./pages/LocationPage.vue')),
}

export const locationDocument: DocumentKind<Location> = {
  resource: 'locations',
  icon: 'i-lucide-map-pin',
  title: (location) => location.location_name,
  timeline: false,
  edit: { route: 'location-edit', permission: 'locations.update' },
  facts: [
    {
      label: 'locations.one',
      fields: [
        { key: 'description', label: 'locations.description' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
      ],
    },
  ],
}

export const locationFields: InputField[] = [
  { type: 'text', name: 'location_name', label: 'locations.location_name', required: true, wide: true },
  { type: 'textarea', name: 'description', label: 'locations.description' },
]

export const leadSourceList: ListKind<LeadSource> = {
  resource: 'lead-sources',
  title: 'leadSources.title',
  ordering: 'id',
  search: false,
  columns: [
    { key: 'source_name', label: 'leadSources.source_name', link: true, phone: true },
    { key: 'description', label: 'leadSources.description' },
    { key: 'is_active', label: 'leadSources.is_active', kind: 'flag', phone: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', hidden: true },
  ],
  filters: [{ type: 'flag', key: 'is_active', label: 'leadSources.is_active' }],
  create: { label: 'leadSources.new', permission: 'lead-sources.create', to: { name: 'lead-source-new' } },
  empty: { title: 'leadSources.empty', text: 'leadSources.emptyText' },
  page: defineAsyncComponent(() => import('./pages/LeadSourcePage.vue')),
}

export const leadSourceDocument: DocumentKind<LeadSource> = {
  resource: 'lead-sources',
  icon: 'i-lucide-megaphone',
  title: (source) => source.source_name,
  timeline: false,
  edit: { route: 'lead-source-edit', permission: 'lead-sources.update' },
  facts: [
    {
      label: 'leadSources.one',
      fields: [
        { key: 'description', label: 'leadSources.description' },
        { key: 'is_active', label: 'leadSources.is_active', kind: 'flag' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
      ],
    },
  ],
}

export const leadSourceFields: InputField[] = [
  { type: 'text', name: 'source_name', label: 'leadSources.source_name', required: true, wide: true },
  { type: 'textarea', name: 'description', label: 'leadSources.description' },
  { type: 'flag', name: 'is_active', label: 'leadSources.is_active', help: 'leadSources.activeHelp', wide: true },
]

export const newLeadSource = { is_active: true }
