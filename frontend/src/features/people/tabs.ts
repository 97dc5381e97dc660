/** What was changed, and what was read: the two halves of the trail. */

import type { PageTab } from '@/ui/PageTabs.vue'

export const TRAIL: PageTab[] = [
  { route: 'audit', label: 'audit.changes' },
  { route: 'readings', label: 'audit.readings' },
]
