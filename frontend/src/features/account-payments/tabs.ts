import type { PageTab } from '@/ui/PageTabs.vue'

/** Payments and their reversals are two sides of one list. */
export const LISTS: PageTab[] = [
  { route: 'sales-payments', label: 'accountPayments.title' },
  { route: 'sales-payment-reversals', label: 'reversals.title' },
]
