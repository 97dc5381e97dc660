import { defineAsyncComponent } from 'vue'
import type { DocumentKind } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import RolesField from './components/RolesField.vue'
import { ROLES } from './roles'
import type { User, UserRow } from './types'

const OPTIONS = choices(...ROLES)

const state = ({ is_active }: UserRow): string => (is_active ? 'Active' : 'Inactive')

export const userList: ListKind<UserRow> = {
  resource: 'users',
  title: 'people.title',
  ordering: 'full_name',
  columns: [
    { key: 'full_name', label: 'people.full_name', link: true, sort: true, phone: true },
    { key: 'username', label: 'people.username', sort: true },
    { key: 'role', label: 'people.role', kind: 'word', sort: true, phone: true },
    { key: 'email', label: 'people.email' },
    { key: 'phone', label: 'people.phone', kind: 'code' },
    { key: 'is_active', label: 'people.state', kind: 'status', value: state, phone: true },
    { key: 'last_login', label: 'people.last_login', kind: 'datetime', hidden: true },
    { key: 'created_at', label: 'common.created_at', kind: 'datetime', sort: true, hidden: true },
  ],
  filters: [
    { type: 'choice', key: 'role', label: 'people.role', options: OPTIONS },
    { type: 'flag', key: 'is_active', label: 'people.is_active' },
    { type: 'dates', key: 'created_at', label: 'common.created_at' },
  ],
  views: [
    { key: 'active', label: 'people.views.active', query: { is_active: 'true' } },
    { key: 'inactive', label: 'people.views.inactive', query: { is_active: 'false' } },
  ],
  create: { label: 'people.new', icon: 'i-lucide-user-plus', permission: 'users.create', to: { name: 'user-new' } },
  empty: { title: 'people.empty', text: 'people.emptyText' },
  page: defineAsyncComponent(() => import('./pages/UserPage.vue')),
}

export const userDocument: DocumentKind<User> = {
  resource: 'users',
  icon: 'i-lucide-user-cog',
  title: (user) => user.full_name,
  detail: (user) => user.username,
  edit: { route: 'user-edit', permission: 'users.update' },
  steps: {
    'set-password': {
      aside: true,
      consequence: 'people.passwordConsequence',
      inputs: [{ type: 'password', name: 'password', label: 'people.password', required: true, wide: true }],
    },
    deactivate: { danger: true, consequence: 'people.deactivateConsequence' },
  },
  facts: [
    {
      label: 'people.contact',
      fields: [
        { key: 'email', label: 'people.email' },
        { key: 'phone', label: 'people.phone', kind: 'code' },
      ],
    },
    {
      label: 'people.account',
      fields: [
        { key: 'is_active', label: 'people.state', kind: 'status', value: state },
        { key: 'role', label: 'people.role', kind: 'word' },
        { key: 'last_login', label: 'people.last_login', kind: 'datetime' },
        { key: 'must_change_password', label: 'people.must_change_password', kind: 'flag' },
        { key: 'created_at', label: 'common.created_at', kind: 'datetime' },
      ],
    },
  ],
}

export const userFields: InputField[] = [
  { type: 'text', name: 'full_name', label: 'people.full_name', required: true },
  { type: 'text', name: 'username', label: 'people.username', help: 'people.usernameHelp', required: true },
  { type: 'email', name: 'email', label: 'people.email', required: true },
  { type: 'tel', name: 'phone', label: 'people.phone' },
  { type: 'choice', name: 'role', label: 'people.role', help: 'people.roleHelp', options: OPTIONS, required: true },
  { type: 'custom', name: 'roles', label: 'people.roles', component: RolesField, empty: () => [] },
]

export const newUserFields: InputField[] = [
  ...userFields,
  { type: 'password', name: 'password', label: 'people.password', help: 'people.passwordHelp', required: true },
  {
    type: 'flag',
    name: 'must_change_password',
    label: 'people.must_change_password',
    help: 'people.mustChangeHelp',
    wide: true,
  },
]

export const newUser = { must_change_password: true }
