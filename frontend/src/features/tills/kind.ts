import { defineAsyncComponent } from 'vue'
import { sumMoney } from '@/lib/money'
import type { DocumentKind } from '@/ui/document/kind'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import type { TillCount, TillSession } from './types'

/** By how much a closed till was off, all methods together. */
export const differenceOf = ({ status, lines }: Pick<TillSession, 'status' | 'lines'>): string =>
  status === 'Closed' ? sumMoney(lines.map(({ difference }) => difference)) : ''

export const tillList: ListKind<TillSession> = {
  resource: 'till-sessions',
  title: 'tills.title',
  ordering: '-id',
  columns: [
    { key: 'session_number', label: 'tills.session_number', kind: 'code', link: true, phone: true },
    { key: 'status', label: 'tills.status', kind: 'status', phone: true },
    { key: 'opened_by', label: 'tills.opened_by', kind: 'reference' },
    { key: 'opened_at', label: 'tills.opened_at', kind: 'datetime', sort: true },
    { key: 'closed_at', label: 'tills.closed_at', kind: 'datetime' },
    { key: 'opening_float', label: 'tills.opening_float', kind: 'money' },
    { key: 'difference', label: 'tills.difference', kind: 'money', value: differenceOf, phone: true },
    { key: 'notes', label: 'tills.notes', hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'status', label: 'tills.status', options: choices('Open', 'Closed') },
    { type: 'reference', key: 'opened_by', label: 'tills.opened_by', resource: 'users', me: true },
    { type: 'dates', key: 'opened_at', label: 'tills.opened_at' },
  ],
  views: [
    { key: 'open', label: 'tills.views.open', query: { status: ['Open'] } },
    { key: 'mine', label: 'tills.views.mine', query: { opened_by: 'me' } },
  ],
  empty: { title: 'tills.empty', text: 'tills.emptyText' },
  page: defineAsyncComponent(() => import('./pages/TillSessionPage.vue')),
}

export const tillDocument: DocumentKind<TillSession, TillCount> = {
  resource: 'till-sessions',
  icon: 'i-lucide-vault',
  title: (till) => till.session_number,
  detail: (till) => till.opened_by.label,
  pdf: 'pdf',
  steps: {
    close: { to: ({ id }) => ({ name: 'till-session-close', params: { id } }) },
  },
  facts: [
    {
      label: 'tills.one',
      fields: [
        { key: 'opened_by', label: 'tills.opened_by', kind: 'reference' },
        { key: 'opened_at', label: 'tills.opened_at', kind: 'datetime' },
        { key: 'closed_at', label: 'tills.closed_at', kind: 'datetime' },
        { key: 'opening_float', label: 'tills.opening_float', kind: 'money' },
        { key: 'currency', label: 'tills.currency' },
        { key: 'notes', label: 'tills.notes' },
      ],
    },
  ],
}
