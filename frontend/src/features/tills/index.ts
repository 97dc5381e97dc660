import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'till-sessions',
      name: 'till-sessions',
      component: () => import('./pages/TillSessionsPage.vue'),
      meta: { title: 'tills.title', permission: 'till-sessions.list' },
    },
    {
      path: 'till-sessions/:id(\\d+)',
      name: 'till-session',
      component: () => import('./pages/TillSessionPage.vue'),
      props: true,
      meta: { title: 'tills.one', permission: 'till-sessions.retrieve' },
    },
    {
      path: 'till-sessions/:id(\\d+)/close',
      name: 'till-session-close',
      component: () => import('./pages/CloseTillPage.vue'),
      props: true,
      meta: { title: 'tills.close', permission: 'till-sessions.close' },
    },
  ],
  pages: [
    {
      area: 'money',
      label: 'tills.title',
      icon: 'i-lucide-vault',
      to: { name: 'till-sessions' },
      permission: 'till-sessions.list',
      keys: 'g t',
    },
  ],
  entities: [
    {
      type: 'till-session',
      resource: 'till-sessions',
      route: 'till-session',
      list: 'till-sessions',
      icon: 'i-lucide-vault',
    },
  ],
} satisfies Feature
