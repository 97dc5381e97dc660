import { useQuery } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import { keys } from '@/api/keys'

export function useDashboard(enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: keys.list('reports/dashboard', {}),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/reports/dashboard', { signal })).data!,
    enabled: () => toValue(enabled),
    staleTime: 60_000,
  })
}
