import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Customer } from './types'

const SHORTEST_PHONE = 7

/** Customers who have this phone or email already, under any name. */
export function useDuplicates(phone: MaybeRefOrGetter<string>, email: MaybeRefOrGetter<string>, self?: string) {
  const asked = computed(() => [toValue(phone).replace(/\s/g, ''), toValue(email).trim()].filter(isTelling))

  return useQuery({
    queryKey: computed(() => keys.options('customers', `same:${asked.value.join('|')}`)),
    async queryFn({ signal }) {
      const pages = await Promise.all(
        asked.value.map((search) => resource.list<Customer>('customers', { search, page_size: '3' }, signal)),
      )
      const found = new Map(pages.flatMap((page) => page.results).map((customer) => [customer.id, customer]))
      return [...found.values()].filter(({ id }) => String(id) !== self)
    },
    enabled: computed(() => asked.value.length > 0),
  })
}

function isTelling(text: string): boolean {
  return text.includes('@') ? /.@.+\../.test(text) : text.length >= SHORTEST_PHONE
}
