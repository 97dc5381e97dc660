import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'invoices',
      name: 'invoices',
      component: () => import('./pages/InvoicesPage.vue'),
      meta: { title: 'invoices.title', permission: 'invoices.list' },
    },
    {
      path: 'invoices/:id(\\d+)',
      name: 'invoice',
      component: () => import('./pages/InvoicePage.vue'),
      props: true,
      meta: { title: 'invoices.one', permission: 'invoices.retrieve' },
    },
  ],
  pages: [
    {
      area: 'sell',
      label: 'invoices.title',
      icon: 'i-lucide-receipt-text',
      to: { name: 'invoices' },
      permission: 'invoices.list',
      keys: 'g i',
    },
  ],
  entities: [{ type: 'invoice', resource: 'invoices', route: 'invoice', icon: 'i-lucide-receipt-text' }],
} satisfies Feature
