import type { PageTab } from '@/ui/PageTabs.vue'

/** What is known of a customer, page by page. */
export const CUSTOMER_PAGES: PageTab[] = [
  { route: 'customer', label: 'customers.profile' },
  { route: 'customer-statement', label: 'statement.title' },
]
