/** Lists that are two sides of one thing stand side by side under one entry of the sidebar. */

import type { PageTab } from '@/ui/PageTabs.vue'

export const MOVEMENTS: PageTab[] = [
  { route: 'movements', label: 'movements.units' },
  { route: 'bulk-movements', label: 'movements.bulk' },
]

export const BENCH: PageTab[] = [
  { route: 'diagnostics', label: 'diagnostics.title' },
  { route: 'wipe-certificates', label: 'wipes.title' },
]
