/** The rows chosen in a list, whatever page of it they stand on, each as the reader saw it last. */
import { computed, shallowRef, watch } from 'vue'
import type { Id, Query, Row } from '@/api/types'
import { sameQuery } from './views'

/** They last while pages are turned, sorted and opened, and end when the search and filters list other rows. */
export function useChosen<T extends Row>(shown: () => T[], narrowed: () => Query) {
  const seen = shallowRef<ReadonlyMap<Id, T>>(new Map())
  const chosen = computed(() => [...seen.value.values()])
  const here = computed(() => new Map(shown().map((row) => [row.id, row])))
  const elsewhere = computed(() => chosen.value.filter(({ id }) => !here.value.has(id)).length)

  function keep(ids: Iterable<Id>): void {
    seen.value = new Map([...ids].map((id) => [id, here.value.get(id) ?? seen.value.get(id)!]))
  }

  const selected = computed({ get: () => new Set(seen.value.keys()), set: keep })

  watch(here, () => keep(seen.value.keys()))
  watch(narrowed, (now, before) => {
    if (!sameQuery(now, before)) keep([])
  })

  return { selected, chosen, elsewhere }
}
