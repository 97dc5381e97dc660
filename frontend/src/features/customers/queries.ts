import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import { usePart } from '@/api/queries'
import { resource } from '@/api/resource'
import type { Query } from '@/api/types'
import type { OpenItems, Statement } from './statement'
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

/** The customer's account over a period. Each reading is on record, so it is not asked for again on every glance. */
export function useStatement(id: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<Query>) {
  return useQuery({
    queryKey: computed(() => [...keys.part('customers', toValue(id), 'statement'), toValue(query)]),
    queryFn: async ({ signal }) => {
      const params = { path: { id: Number(toValue(id)) }, query: toValue(query) as Record<string, never> }
      return (await api.GET('/api/v1/customers/{id}/statement', { params, signal })).data as Statement
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

export const useOpenItems = (id: MaybeRefOrGetter<string>) => usePart<OpenItems>('customers', id, 'open-items')
