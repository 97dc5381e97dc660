import type { MaybeRefOrGetter } from 'vue'
import { usePart } from '@/api/queries'
import type { Taking } from './types'

export const useTakings = (id: MaybeRefOrGetter<string>) =>
  usePart<{ results: Taking[] }>('till-sessions', id, 'takings')
