/** Views of a list: named queries of it. Those a kind declares stand as tabs, those people saved are kept by the server. */
import { useQuery } from '@tanstack/vue-query'
import { computed, ref, watch, type Ref } from 'vue'
import { parseQuery, useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import { keys } from '@/api/keys'
import { cursorOf, resource as api } from '@/api/resource'
import type { components } from '@/api/schema'
import type { Query } from '@/api/types'
import { useMyId } from '../permissions'
import type { Filter } from './filters'
import { readListState, viewQuery, type ListState } from './listState'

export interface View {
  key: string
  /** Translation key. */
  label: string
  query: Query
}

export type SavedView = components['schemas']['SavedView']

export const SAVED_VIEWS = 'saved-views'

/** Two queries are one view when they list the same, in whatever order their parameters stand. */
export function sameQuery(a: Query, b: Query): boolean {
  return canonical(a) === canonical(b)
}

function canonical(query: Query): string {
  const entries = Object.entries(query).map(([name, value]) => [name, [value].flat().toSorted()] as const)
  return JSON.stringify(entries.toSorted(([a], [b]) => a.localeCompare(b)))
}

async function everyView(signal: AbortSignal): Promise<SavedView[]> {
  const found: SavedView[] = []
  let cursor: string | null = null
  do {
    const query: Query = { page_size: '200', ...(cursor ? { cursor } : {}) }
    const page = await api.list<SavedView>(SAVED_VIEWS, query, signal)
    found.push(...page.results)
    cursor = cursorOf(page.next)
  } while (cursor)
  return found
}

/** The views of all lists, read once for the session: no list asks for its own. */
export function useSavedViews() {
  return useQuery({
    queryKey: keys.lists(SAVED_VIEWS),
    queryFn: ({ signal }) => everyView(signal),
    staleTime: Infinity,
  })
}

/** The saved views of one list, and which of them the address shows. */
export function useViews(resource: string, filters: readonly Filter[], state: Ref<ListState>) {
  const me = useMyId()
  const { data, isPending, refetch } = useSavedViews()

  const isOwn = (view: SavedView) => view.user.id === me.value
  const kept = (view: SavedView) => viewQuery(readListState(parseQuery(view.query), filters))
  const at = (view: SavedView): RouteLocationRaw => ({ query: { ...kept(view), view: String(view.id) } })

  const views = computed(() => (data.value ?? []).filter(({ list }) => list === resource))
  const present = computed(() => viewQuery(state.value))
  const active = computed(
    () =>
      views.value.find(({ id }) => String(id) === state.value.view) ??
      views.value.find((view) => sameQuery(kept(view), present.value)),
  )
  const isChanged = computed(() => active.value !== undefined && !sameQuery(kept(active.value), present.value))
  const first = computed(() => views.value.find((view) => view.is_default && isOwn(view)))

  return { views, present, active, isChanged, first, isPending, isOwn, at, refetch }
}

export type Views = ReturnType<typeof useViews>

/**
 * Whoever comes by the bare address of a list begins with their default view. True until that is settled, so that
 * nothing is listed that would be replaced at once.
 */
export function useArrival({ first, isPending, at }: Views) {
  const route = useRoute()
  const router = useRouter()
  const isBare = () => Object.keys(route.query).length === 0
  const isArriving = ref(isBare())

  watch(
    isPending,
    async (pending) => {
      if (pending || !isArriving.value) return
      if (first.value && isBare()) await router.replace(at(first.value))
      isArriving.value = false
    },
    { immediate: true },
  )

  return isArriving
}
