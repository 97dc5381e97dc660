import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'users',
      name: 'users',
      component: () => import('./pages/UsersPage.vue'),
      meta: { title: 'people.title', permission: 'users.list' },
    },
    {
      path: 'users/new',
      name: 'user-new',
      component: () => import('./pages/UserFormPage.vue'),
      meta: { title: 'people.new', permission: 'users.create' },
    },
    {
      path: 'users/:id(\\d+)',
      name: 'user',
      component: () => import('./pages/UserPage.vue'),
      props: true,
      meta: { title: 'people.one', permission: 'users.retrieve' },
    },
    {
      path: 'users/:id(\\d+)/edit',
      name: 'user-edit',
      component: () => import('./pages/UserFormPage.vue'),
      props: true,
      meta: { title: 'people.edit', permission: 'users.update' },
    },
    {
      path: 'roles',
      name: 'roles',
      component: () => import('./pages/RolesPage.vue'),
      meta: { title: 'roles.title', permission: 'roles.matrix' },
    },
    {
      path: 'audit',
      name: 'audit',
      component: () => import('./pages/AuditPage.vue'),
      meta: { title: 'audit.title', permission: 'audit-events.list' },
    },
    {
      path: 'audit/readings',
      name: 'readings',
      component: () => import('./pages/ReadingsPage.vue'),
      meta: { title: 'audit.readings', permission: 'read-events.list' },
    },
  ],
  pages: [
    {
      area: 'settings',
      label: 'people.title',
      icon: 'i-lucide-user-cog',
      to: { name: 'users' },
      permission: 'users.list',
      keys: 'g u',
    },
    {
      area: 'settings',
      label: 'roles.title',
      icon: 'i-lucide-shield-check',
      to: { name: 'roles' },
      permission: 'roles.matrix',
      keys: 'g y',
    },
    {
      area: 'settings',
      label: 'audit.title',
      icon: 'i-lucide-history',
      to: { name: 'audit' },
      permission: 'audit-events.list',
      keys: 'g g',
    },
  ],
  commands: [
    {
      id: 'user-new',
      label: 'people.new',
      icon: 'i-lucide-user-plus',
      to: { name: 'user-new' },
      permission: 'users.create',
    },
  ],
  entities: [{ type: 'user', resource: 'users', route: 'user', list: 'users', icon: 'i-lucide-user-cog' }],
} satisfies Feature
