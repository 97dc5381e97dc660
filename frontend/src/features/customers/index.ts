import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'customers',
      name: 'customers',
      component: () => import('./pages/CustomersPage.vue'),
      meta: { title: 'customers.title', permission: 'customers.list' },
    },
    {
      path: 'customers/new',
      name: 'customer-new',
      component: () => import('./pages/CustomerFormPage.vue'),
      meta: { title: 'customers.new', permission: 'customers.create' },
    },
    {
      path: 'customers/:id(\\d+)',
      name: 'customer',
      component: () => import('./pages/CustomerPage.vue'),
      props: true,
      meta: { title: 'customers.one', permission: 'customers.retrieve' },
    },
    {
      path: 'customers/:id(\\d+)/statement',
      name: 'customer-statement',
      component: () => import('./pages/StatementPage.vue'),
      props: true,
      meta: { title: 'statement.title', permission: 'customers.statement' },
    },
    {
      path: 'customers/:id(\\d+)/edit',
      name: 'customer-edit',
      component: () => import('./pages/CustomerFormPage.vue'),
      props: true,
      meta: { title: 'customers.edit', permission: 'customers.update' },
    },
  ],
  pages: [
    {
      area: 'customers',
      label: 'customers.title',
      icon: 'i-lucide-users',
      to: { name: 'customers' },
      permission: 'customers.list',
      keys: 'g c',
    },
  ],
  commands: [
    {
      id: 'customer-new',
      label: 'customers.new',
      icon: 'i-lucide-user-plus',
      to: { name: 'customer-new' },
      permission: 'customers.create',
      keys: 'n c',
    },
  ],
  entities: [{ type: 'customer', resource: 'customers', route: 'customer', list: 'customers', icon: 'i-lucide-user' }],
} satisfies Feature
