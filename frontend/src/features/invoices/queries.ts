import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Invoice, Payment } from './types'

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
