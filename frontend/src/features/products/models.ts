import { defineAsyncComponent } from 'vue'
import type { DocumentKind } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import type { ProductModel } from './types'

const CATEGORIES = choices('Laptop', 'Phone', 'Accessory')

export const nameOf = ({ brand, model_name }: ProductModel): string => `${brand} ${model_name}`

/** What there is to know of a device in the order in which people say it. */
const specOf = ({ cpu, ram, storage }: ProductModel): string => [cpu, ram, storage].filter(Boolean).join(' · ')

export const modelList: ListKind<ProductModel> = {
  resource: 'product-models',
  title: 'products.title',
  ordering: 'brand',
  columns: [
    { key: 'model_name', label: 'products.one', link: true, sort: 'brand', phone: true, value: nameOf },
    { key: 'category', label: 'products.category', kind: 'word', sort: true },
    { key: 'spec', label: 'products.spec', value: specOf },
    { key: 'default_price_grade_a', label: 'products.price_a', kind: 'money', phone: true },
    { key: 'default_price_grade_b', label: 'products.price_b', kind: 'money' },
    { key: 'default_price_grade_c', label: 'products.price_c', kind: 'money' },
    { key: 'operating_system', label: 'products.operating_system', hidden: true },
    { key: 'needs_diagnostics', label: 'products.needs_diagnostics', kind: 'flag', hidden: true },
    { key: 'needs_wipe', label: 'products.needs_wipe', kind: 'flag', hidden: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true, hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'category', label: 'products.category', options: CATEGORIES },
    { type: 'text', key: 'brand', label: 'products.brand' },
    { type: 'flag', key: 'needs_diagnostics', label: 'products.needs_diagnostics' },
    { type: 'flag', key: 'needs_wipe', label: 'products.needs_wipe' },
  ],
  views: [
    { key: 'laptops', label: 'products.views.laptops', query: { category: ['Laptop'] } },
    { key: 'phones', label: 'products.views.phones', query: { category: ['Phone'] } },
    { key: 'accessories', label: 'products.views.accessories', query: { category: ['Accessory'] } },
  ],
  create: { label: 'products.new', permission: 'product-models.create', to: { name: 'product-model-new' } },
  empty: { title: 'products.empty', text: 'products.emptyText' },
  page: defineAsyncComponent(() => import('./pages/ModelPage.vue')),
}

export const modelDocument: DocumentKind<ProductModel> = {
  resource: 'product-models',
  icon: 'i-lucide-package',
  title: nameOf,
  timeline: false,
  edit: { route: 'product-model-edit', permission: 'product-models.update' },
  facts: [
    {
      label: 'products.spec',
      fields: [
        { key: 'category', label: 'products.category', kind: 'word' },
        { key: 'cpu', label: 'products.cpu' },
        { key: 'ram', label: 'products.ram' },
        { key: 'storage', label: 'products.storage' },
        { key: 'gpu', label: 'products.gpu' },
        { key: 'screen_size', label: 'products.screen_size' },
        { key: 'operating_system', label: 'products.operating_system' },
        { key: 'description', label: 'products.description' },
        { key: 'image_url', label: 'products.image_url' },
      ],
    },
    {
      label: 'products.prices',
      fields: [
        { key: 'default_price_grade_a', label: 'products.price_a', kind: 'money' },
        { key: 'default_price_grade_b', label: 'products.price_b', kind: 'money' },
        { key: 'default_price_grade_c', label: 'products.price_c', kind: 'money' },
      ],
    },
    {
      label: 'products.bench',
      fields: [
        { key: 'needs_diagnostics', label: 'products.needs_diagnostics', kind: 'flag' },
        { key: 'needs_wipe', label: 'products.needs_wipe', kind: 'flag' },
      ],
    },
  ],
}

export const modelFields: InputField[] = [
  { type: 'choice', name: 'category', label: 'products.category', options: CATEGORIES, required: true, wide: true },
  { type: 'text', name: 'brand', label: 'products.brand', required: true },
  { type: 'text', name: 'model_name', label: 'products.model_name', required: true },
  { type: 'money', name: 'default_price_grade_a', label: 'products.price_a' },
  { type: 'money', name: 'default_price_grade_b', label: 'products.price_b' },
  { type: 'money', name: 'default_price_grade_c', label: 'products.price_c' },
  { type: 'text', name: 'operating_system', label: 'products.operating_system' },
  { type: 'text', name: 'cpu', label: 'products.cpu' },
  { type: 'text', name: 'gpu', label: 'products.gpu' },
  { type: 'text', name: 'ram', label: 'products.ram' },
  { type: 'text', name: 'storage', label: 'products.storage' },
  { type: 'text', name: 'screen_size', label: 'products.screen_size' },
  { type: 'text', name: 'image_url', label: 'products.image_url' },
  {
    type: 'flag',
    name: 'needs_diagnostics',
    label: 'products.needs_diagnostics',
    help: 'products.needsDiagnosticsHelp',
  },
  { type: 'flag', name: 'needs_wipe', label: 'products.needs_wipe', help: 'products.needsWipeHelp' },
  { type: 'textarea', name: 'description', label: 'products.description' },
]

/** Most of what is new in the catalogue is a device, and devices go over the bench. */
export const newModel = { category: 'Laptop', needs_diagnostics: true, needs_wipe: true }
