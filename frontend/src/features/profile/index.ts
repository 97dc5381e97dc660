import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'profile',
      name: 'profile',
      component: () => import('./pages/ProfilePage.vue'),
      meta: { title: 'profile.title' },
    },
  ],
  pages: [],
  commands: [
    {
      id: 'profile',
      label: 'profile.title',
      icon: 'i-lucide-circle-user',
      to: { name: 'profile' },
    },
  ],
} satisfies Feature
