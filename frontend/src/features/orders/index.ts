import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'orders',
      name: 'orders',
      component: () => import('./pages/OrdersPage.vue'),
      meta: { title: 'orders.title', permission: 'orders.list' },
    },
    {
      path: 'orders/new',
      name: 'order-new',
      component: () => import('./pages/OrderFormPage.vue'),
      meta: { title: 'orders.new', permission: 'orders.create' },
    },
    {
      path: 'orders/:id(\\d+)',
      name: 'order',
      component: () => import('./pages/OrderPage.vue'),
      props: true,
      meta: { title: 'orders.one', permission: 'orders.retrieve' },
    },
    {
      path: 'orders/:id(\\d+)/edit',
      name: 'order-edit',
      component: () => import('./pages/OrderFormPage.vue'),
      props: true,
      meta: { title: 'orders.edit', permission: 'orders.update' },
    },
  ],
  pages: [
    {
      area: 'sell',
      label: 'orders.title',
      icon: 'i-lucide-clipboard-list',
      to: { name: 'orders' },
      permission: 'orders.list',
      keys: 'g o',
    },
  ],
  commands: [
    {
      id: 'order-new',
      label: 'orders.new',
      icon: 'i-lucide-clipboard-plus',
      to: { name: 'order-new' },
      permission: 'orders.create',
      keys: 'n o',
    },
  ],
  entities: [{ type: 'order', resource: 'orders', route: 'order', list: 'orders', icon: 'i-lucide-clipboard-list' }],
} satisfies Feature
