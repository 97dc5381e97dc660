import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keys } from '@/api/keys'
import { usePart } from '@/api/queries'
import { resource } from '@/api/resource'
import type { Id, Query } from '@/api/types'
import type { Note, NoteResource, OpenInvoice, Related } from './types'

const MOST = '50'

/** The notes that a note corrects or is corrected by, and the invoices it was set against. */
export const useRelated = (name: NoteResource, id: MaybeRefOrGetter<Id>) => usePart<Related>(name, id, 'related')

/** What the customer of a note still owes, what is due first on top. */
export function useOpenInvoices(note: MaybeRefOrGetter<Note>) {
  const query = computed((): Query => {
    const { customer, currency } = toValue(note)
    const open = { status: 'Sent', balance_min: '0.01', ordering: 'due_date', page_size: MOST }
    return { customer: String(customer.id), currency, ...open }
  })
  return useQuery({
    queryKey: computed(() => keys.list('invoices', query.value)),
    queryFn: async ({ signal }) => (await resource.list<OpenInvoice>('invoices', query.value, signal)).results,
  })
}
