import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Id, Query } from '@/api/types'
import type { Invoice, Payment, Warranty } from './types'

/** The warranties that were issued with an invoice. */
export function useWarranties(id: MaybeRefOrGetter<Id>, enabled: MaybeRefOrGetter<boolean>) {
  const query = computed((): Query => ({ invoice: String(toValue(id)), page_size: '200' }))
  return useQuery({
    queryKey: computed(() => keys.list('warranties', query.value)),
    queryFn: async ({ signal }) => (await resource.list<Warranty>('warranties', query.value, signal)).results,
    enabled: computed(() => toValue(enabled)),
  })
}

export function useTakePayment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ invoice, body, key }: { invoice: Invoice; body: object; key: string }) =>
      resource.create<Payment>('payments', { ...body, invoice: invoice.id }, { key }),
    onSuccess: () => paymentsChanged(client),
  })
}

/** What a payment taken or taken back has changed. */
export async function paymentsChanged(client: ReturnType<typeof useQueryClient>): Promise<void> {
  await Promise.all(
    ['invoices', 'payments', 'customers'].map((name) => client.invalidateQueries({ queryKey: keys.all(name) })),
  )
}
