import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { keys } from '@/api/keys'

export function useApprovals() {
  return useQuery({
    queryKey: keys.list('approvals', {}),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/approvals', { signal })).data!,
  })
}
