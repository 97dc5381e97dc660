/** The hits for what stands in a field. What is chosen is always a hit of that text, never of an older one. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { refDebounced } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { keys } from '@/api/keys'

const PAUSE_MS = 150
const STALE_MS = 10_000

interface Search<T> {
  /** Of the cache: one per kind of search. */
  name: string
  find: (text: string, signal?: AbortSignal) => Promise<T[]>
  isTelling: (text: string) => boolean
}

export function useHits<T>({ name, find, isTelling }: Search<T>) {
  const client = useQueryClient()
  const text = ref('')
  const active = ref(0)
  /** Somebody went through the hits with the arrows. */
  const hasMoved = ref(false)

  const typed = computed(() => text.value.trim())
  const asked = refDebounced(typed, PAUSE_MS)
  const optionsFor = (words: string) => ({
    queryKey: keys.options(name, words),
    queryFn: async ({ signal }: { signal: AbortSignal }) => ({ words, hits: await find(words, signal) }),
    staleTime: STALE_MS,
  })

  const { data, isFetching } = useQuery(
    computed(() => ({
      ...optionsFor(asked.value),
      enabled: isTelling(asked.value),
      placeholderData: keepPreviousData,
    })),
  )
  const hits = computed((): T[] => (isTelling(typed.value) ? ((data.value?.hits ?? []) as T[]) : []))
  const isCurrent = computed(() => isTelling(typed.value) && data.value?.words === typed.value)

  watch(text, () => (hasMoved.value = false))
  watch(data, () => (active.value = 0))

  function move(step: 1 | -1): void {
    if (!hits.value.length) return
    hasMoved.value = true
    active.value = (active.value + step + hits.value.length) % hits.value.length
  }

  /** Null when nothing has these words in it. */
  async function choose(words = typed.value): Promise<T | null> {
    if (isCurrent.value && words === typed.value) return hits.value[active.value] ?? null
    if (!isTelling(words)) return null
    return (await client.fetchQuery(optionsFor(words))).hits[0] ?? null
  }

  return { text, typed, hits, active, hasMoved, isCurrent, isFetching, move, choose }
}
