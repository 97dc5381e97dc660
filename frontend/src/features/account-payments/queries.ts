import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Id, Query } from '@/api/types'
import type { OpenItems, ReversalRow } from './types'

const isId = (id: Id | null): boolean => id !== null && /^\d+$/.test(String(id))

/** What of the customer's is open: read anew whenever a customer is picked, for others take payments too. */
export function useOpenItems(customer: MaybeRefOrGetter<Id | null>) {
  return useQuery({
    queryKey: computed(() => keys.part('customers', toValue(customer) ?? '', 'open-items')),
    queryFn: ({ signal }) => resource.part<OpenItems>('customers', toValue(customer)!, 'open-items', signal),
    enabled: computed(() => isId(toValue(customer))),
    staleTime: 0,
  })
}

/** The reversals that were asked for of a payment, the newest first. */
export function useReversalsOf(payment: MaybeRefOrGetter<Id>) {
  const query = computed((): Query => ({ sales_payment: String(toValue(payment)), ordering: '-number' }))
  return useQuery({
    queryKey: computed(() => keys.list('sales-payment-reversals', query.value)),
    queryFn: async ({ signal }) =>
      (await resource.list<ReversalRow>('sales-payment-reversals', query.value, signal)).results,
  })
}
