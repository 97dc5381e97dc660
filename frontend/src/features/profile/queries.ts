import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import type { NewToken } from './types'

const SESSIONS = keys.options('me', 'sessions')

export function useSessions() {
  return useQuery({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await api.GET('/api/v1/me/sessions', { signal })).data!.results,
  })
}

export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (session: string) => api.DELETE('/api/v1/me/sessions/{session}', { params: { path: { session } } }),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  })
}

export interface TokenRequest {
  name: string
  scope: 'full' | 'read'
  expires_at: string | null
}

export function useCreateToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: TokenRequest): Promise<NewToken> => (await api.POST('/api/v1/tokens', { body })).data!,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all('tokens') }),
  })
}
