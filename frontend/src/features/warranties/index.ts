import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'warranties',
      name: 'warranties',
      component: () => import('./pages/WarrantiesPage.vue'),
      meta: { title: 'warranties.title', permission: 'warranties.list' },
    },
    {
      path: 'warranties/:id(\\d+)',
      name: 'warranty',
      component: () => import('./pages/WarrantyPage.vue'),
      props: true,
      meta: { title: 'warranties.one', permission: 'warranties.retrieve' },
    },
  ],
  pages: [
    {
      area: 'aftersales',
      label: 'warranties.title',
      icon: 'i-lucide-shield-check',
      to: { name: 'warranties' },
      permission: 'warranties.list',
      keys: 'g w',
    },
  ],
  entities: [{ type: 'warranty', resource: 'warranties', route: 'warranty', icon: 'i-lucide-shield-check' }],
} satisfies Feature
