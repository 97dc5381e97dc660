import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { keys } from '@/api/keys'
import type { ReceiveRequest } from './types'

export function useReceive() {
  const client = useQueryClient()
  return useMutation({
    async mutationFn({ body, key }: { body: ReceiveRequest; key: string }) {
      const { data } = await api.POST('/api/v1/assets/receive', {
        body,
        params: { header: { 'Idempotency-Key': key } },
      })
      return data!
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all('assets') }),
  })
}
