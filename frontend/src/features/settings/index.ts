import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'settings',
      name: 'settings',
      component: () => import('./pages/SettingsPage.vue'),
      meta: { title: 'settings.title', permission: 'settings.update' },
    },
  ],
  pages: [
    {
      area: 'settings',
      label: 'settings.title',
      icon: 'i-lucide-settings',
      to: { name: 'settings' },
      permission: 'settings.update',
      keys: 'g z',
    },
  ],
} satisfies Feature
