import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Role } from './types'

/** The roles and what each may: the code states it, so it never changes while somebody looks. */
export function useRoles() {
  return useQuery({
    queryKey: keys.lists('roles'),
    queryFn: async ({ signal }) => (await resource.only<{ results: Role[] }>('roles', signal)).document.results,
    staleTime: Infinity,
  })
}

export function useMatrix() {
  return useQuery({
    queryKey: keys.options('roles', 'matrix'),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/roles/matrix', { signal })).data!,
    staleTime: Infinity,
  })
}
