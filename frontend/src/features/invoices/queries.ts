import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Id, Query } from '@/api/types'
import type { Invoice, Payment, Warranty } from './types'

/** The rows of another resource that belong to an invoice. */
function useOfInvoice<T>(name: string, id: MaybeRefOrGetter<Id>, enabled: MaybeRefOrGetter<boolean>) {
  const query = computed((): Query => ({ invoice: String(toValue(id)), page_size: '200' }))
  return useQuery({
    queryKey: computed(() => keys.list(name, query.value)),
    queryFn: async ({ signal }) => (await resource.list<T>(name, query.value, signal)).results,
    enabled: computed(() => toValue(enabled)),
  })
}

export const useWarranties = (id: MaybeRefOrGetter<Id>, enabled: MaybeRefOrGetter<boolean>) =>
  useOfInvoice<Warranty>('warranties', id, enabled)

/** The payments with what each of them opposes, which the invoice itself does not tell. */
export const usePayments = (id: MaybeRefOrGetter<Id>, enabled: MaybeRefOrGetter<boolean>) =>
  useOfInvoice<Payment>('payments', id, enabled)

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
