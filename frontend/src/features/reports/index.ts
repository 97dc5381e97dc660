import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'reports/receivables-ageing',
      name: 'receivables-ageing',
      component: () => import('./pages/ReceivablesPage.vue'),
      meta: { title: 'receivables.title', permission: 'reports.receivables-aging' },
    },
  ],
  pages: [
    {
      area: 'reports',
      label: 'receivables.short',
      icon: 'i-lucide-hourglass',
      to: { name: 'receivables-ageing' },
      permission: 'reports.receivables-aging',
      keys: 'g a',
    },
  ],
  // The figures of other pages lead here by the report's address.
  entities: [
    {
      type: 'receivables-aging',
      resource: 'reports/receivables-aging',
      route: 'receivables-ageing',
      list: 'receivables-ageing',
      icon: 'i-lucide-hourglass',
    },
  ],
} satisfies Feature
