import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'approvals',
      name: 'approvals',
      component: () => import('./pages/ApprovalsPage.vue'),
      meta: { title: 'approvals.title', permission: 'approvals.list' },
    },
  ],
  pages: [
    {
      area: 'home',
      label: 'approvals.title',
      icon: 'i-lucide-stamp',
      to: { name: 'approvals' },
      permission: 'approvals.list',
      keys: 'g q',
    },
  ],
} satisfies Feature
