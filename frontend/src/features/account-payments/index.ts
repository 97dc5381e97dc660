import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'account-payments',
      name: 'sales-payments',
      component: () => import('./pages/AccountPaymentsPage.vue'),
      meta: { title: 'accountPayments.title', permission: 'sales-payments.list' },
    },
    {
      path: 'account-payments/new',
      name: 'sales-payment-new',
      component: () => import('./pages/AccountPaymentFormPage.vue'),
      meta: { title: 'accountPayments.new', permission: 'sales-payments.create' },
    },
    {
      path: 'account-payments/:id(\\d+)',
      name: 'sales-payment',
      component: () => import('./pages/AccountPaymentPage.vue'),
      props: true,
      meta: { title: 'accountPayments.one', permission: 'sales-payments.retrieve' },
    },
    {
      path: 'account-payments/:id(\\d+)/edit',
      name: 'sales-payment-edit',
      component: () => import('./pages/AccountPaymentFormPage.vue'),
      props: true,
      meta: { title: 'accountPayments.edit', permission: 'sales-payments.update' },
    },
    {
      path: 'payment-reversals',
      name: 'sales-payment-reversals',
      component: () => import('./pages/ReversalsPage.vue'),
      meta: { title: 'reversals.title', permission: 'sales-payment-reversals.list' },
    },
    {
      path: 'payment-reversals/:id(\\d+)',
      name: 'sales-payment-reversal',
      component: () => import('./pages/ReversalPage.vue'),
      props: true,
      meta: { title: 'reversals.one', permission: 'sales-payment-reversals.retrieve' },
    },
  ],
  pages: [
    {
      area: 'money',
      label: 'accountPayments.nav',
      icon: 'i-lucide-wallet',
      to: { name: 'sales-payments' },
      permission: 'sales-payments.list',
      keys: 'g v',
    },
  ],
  commands: [
    {
      id: 'sales-payment-new',
      label: 'accountPayments.new',
      icon: 'i-lucide-wallet',
      to: { name: 'sales-payment-new' },
      permission: 'sales-payments.create',
      keys: 'n p',
    },
    {
      id: 'sales-payment-reversals',
      label: 'reversals.title',
      icon: 'i-lucide-undo-2',
      to: { name: 'sales-payment-reversals' },
      permission: 'sales-payment-reversals.list',
    },
  ],
  entities: [
    {
      type: 'salespayment',
      resource: 'sales-payments',
      route: 'sales-payment',
      list: 'sales-payments',
      icon: 'i-lucide-wallet',
    },
    {
      type: 'salespaymentreversal',
      resource: 'sales-payment-reversals',
      route: 'sales-payment-reversal',
      list: 'sales-payment-reversals',
      icon: 'i-lucide-undo-2',
    },
  ],
} satisfies Feature
