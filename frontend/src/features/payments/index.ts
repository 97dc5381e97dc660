import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'payments',
      name: 'payments',
      component: () => import('./pages/PaymentsPage.vue'),
      meta: { title: 'payments.title', permission: 'payments.list' },
    },
    {
      path: 'payments/:id(\\d+)',
      name: 'payment',
      component: () => import('./pages/PaymentPage.vue'),
      props: true,
      meta: { title: 'payments.one', permission: 'payments.retrieve' },
    },
    {
      path: 'banks',
      name: 'banks',
      component: () => import('./pages/BanksPage.vue'),
      meta: { title: 'banks.title', permission: 'banks.list' },
    },
    {
      path: 'banks/new',
      name: 'bank-new',
      component: () => import('./pages/BankFormPage.vue'),
      meta: { title: 'banks.new', permission: 'banks.create' },
    },
    {
      path: 'banks/:id(\\d+)',
      name: 'bank',
      component: () => import('./pages/BankPage.vue'),
      props: true,
      meta: { title: 'banks.one', permission: 'banks.retrieve' },
    },
    {
      path: 'banks/:id(\\d+)/edit',
      name: 'bank-edit',
      component: () => import('./pages/BankFormPage.vue'),
      props: true,
      meta: { title: 'banks.edit', permission: 'banks.update' },
    },
  ],
  pages: [
    {
      area: 'money',
      label: 'payments.title',
      icon: 'i-lucide-hand-coins',
      to: { name: 'payments' },
      permission: 'payments.list',
      keys: 'g p',
    },
    {
      area: 'money',
      label: 'banks.title',
      icon: 'i-lucide-landmark',
      to: { name: 'banks' },
      permission: 'banks.list',
      keys: 'g b',
    },
  ],
  entities: [
    { type: 'payment', resource: 'payments', route: 'payment', icon: 'i-lucide-hand-coins' },
    { type: 'bank', resource: 'banks', route: 'bank', icon: 'i-lucide-landmark' },
  ],
} satisfies Feature
