import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Effect, WaitingRow } from './types'

export function useApprovals() {
  return useQuery({
    queryKey: keys.list('approvals', {}),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/approvals', { signal })).data!,
  })
}

/** What deciding a row would do to balances: rehearsed by the server, which writes nothing. */
export function useEffects(row: MaybeRefOrGetter<WaitingRow>) {
  return useQuery({
    queryKey: computed(() => keys.part(toValue(row).resource, toValue(row).document, 'effects')),
    queryFn: async () => {
      const { resource: name, document, step } = toValue(row)
      const { document: told } = await resource.step<{ effects: Effect[] }>(
        name,
        document,
        step,
        {},
        {
          query: { dry_run: 'true' },
        },
      )
      return told.effects
    },
    retry: false,
  })
}
