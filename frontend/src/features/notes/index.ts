import type { RouteRecordRaw } from 'vue-router'
import type { Feature } from '@/shell/feature'
import type { NoteResource } from './types'

const routes = (resource: NoteResource, one: string, words: string): RouteRecordRaw[] => [
  {
    path: resource,
    name: resource,
    component: () => import('./pages/NotesPage.vue'),
    props: { resource },
    meta: { title: `${words}.title`, permission: `${resource}.list` },
  },
  {
    path: `${resource}/new`,
    name: `${one}-new`,
    component: () => import('./pages/NoteFormPage.vue'),
    props: { resource },
    meta: { title: `${words}.new`, permission: `${resource}.create` },
  },
]

export default {
  routes: [
    ...routes('credit-notes', 'credit-note', 'creditNotes'),
    {
      path: 'credit-notes/:id(\\d+)',
      name: 'credit-note',
      component: () => import('./pages/CreditNotePage.vue'),
      props: true,
      meta: { title: 'creditNotes.one', permission: 'credit-notes.retrieve' },
    },
    ...routes('debit-notes', 'debit-note', 'debitNotes'),
    {
      path: 'debit-notes/:id(\\d+)',
      name: 'debit-note',
      component: () => import('./pages/DebitNotePage.vue'),
      props: true,
      meta: { title: 'debitNotes.one', permission: 'debit-notes.retrieve' },
    },
  ],
  pages: [
    {
      area: 'money',
      label: 'creditNotes.title',
      icon: 'i-lucide-file-minus',
      to: { name: 'credit-notes' },
      permission: 'credit-notes.list',
      keys: 'g j',
    },
    {
      area: 'money',
      label: 'debitNotes.title',
      icon: 'i-lucide-file-plus',
      to: { name: 'debit-notes' },
      permission: 'debit-notes.list',
      keys: 'g d',
    },
  ],
  commands: [
    {
      id: 'credit-note-new',
      label: 'creditNotes.new',
      icon: 'i-lucide-file-minus',
      to: { name: 'credit-note-new' },
      permission: 'credit-notes.create',
      keys: 'n j',
    },
    {
      id: 'debit-note-new',
      label: 'debitNotes.new',
      icon: 'i-lucide-file-plus',
      to: { name: 'debit-note-new' },
      permission: 'debit-notes.create',
      keys: 'n d',
    },
  ],
  entities: [
    {
      type: 'creditnote',
      resource: 'credit-notes',
      route: 'credit-note',
      list: 'credit-notes',
      icon: 'i-lucide-file-minus',
    },
    {
      type: 'debitnote',
      resource: 'debit-notes',
      route: 'debit-note',
      list: 'debit-notes',
      icon: 'i-lucide-file-plus',
    },
  ],
} satisfies Feature
