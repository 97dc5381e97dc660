import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keys } from '@/api/keys'
import { cursorOf, resource } from '@/api/resource'
import type { Id } from '@/api/types'
import type { BulkStock } from './types'

const MOST_AT_ONCE = '200'

/** All bulk stock of one place, by name: a count sheet has no pages. */
export function useItemsAt(location: MaybeRefOrGetter<Id | null>) {
  return useQuery({
    queryKey: computed(() => keys.options('bulk-stock', `at:${toValue(location)}`)),
    async queryFn({ signal }) {
      const items: BulkStock[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const query = { location: String(toValue(location)), ordering: 'item_name', page_size: MOST_AT_ONCE }
        const page = await resource.list<BulkStock>('bulk-stock', { ...query, ...(cursor && { cursor }) }, signal)
        items.push(...page.results)
        cursor = cursorOf(page.next)
      }
      return items
    },
    enabled: computed(() => toValue(location) !== null),
  })
}
