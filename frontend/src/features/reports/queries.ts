import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import type { Query } from '@/api/types'
import type { Report } from './receivables'

export function useReceivables(query: MaybeRefOrGetter<Query>) {
  return useQuery({
    queryKey: computed(() => keys.list('reports/receivables-aging', toValue(query))),
    queryFn: async ({ signal }) => {
      const params = { query: toValue(query) as Record<string, never> }
      return (await api.GET('/api/v1/reports/receivables-aging', { params, signal })).data as Report
    },
    placeholderData: keepPreviousData,
  })
}
