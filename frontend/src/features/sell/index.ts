import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'sell/till',
      name: 'till',
      component: () => import('./pages/TillPage.vue'),
      props: ({ query }) => ({ draft: typeof query.draft === 'string' ? query.draft : undefined }),
      meta: { title: 'till.title', permission: 'invoices.create' },
    },
  ],
  pages: [
    {
      area: 'sell',
      label: 'till.title',
      icon: 'i-lucide-shopping-cart',
      to: { name: 'till' },
      permission: 'invoices.create',
      keys: 'n i',
    },
  ],
} satisfies Feature
