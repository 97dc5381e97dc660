/** The URL is the view: search, filters, order, page and the open record of a list live in the address alone. */
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { Query } from '@/api/types'
import { readFilters, type Filter } from './filters'

export interface ListState {
  search: string
  ordering: string
  cursor: string
  /** Id of the record shown beside the list. */
  open: string
  filters: Query
}

const word = (value: LocationQuery[string] | undefined): string => [value].flat()[0] ?? ''

export function readListState(query: LocationQuery, filters: readonly Filter[]): ListState {
  return {
    search: word(query.search),
    ordering: /^-?\w+(,-?\w+)*$/.test(word(query.ordering)) ? word(query.ordering) : '',
    cursor: word(query.cursor),
    open: word(query.open),
    filters: readFilters(query, filters),
  }
}

/** A change of what is listed begins on the first page again. */
export function changeListState(state: ListState, patch: Partial<ListState>): ListState {
  const listsAnew = 'search' in patch || 'ordering' in patch || 'filters' in patch
  return { ...state, ...(listsAnew ? { cursor: '' } : {}), ...patch }
}

export function writeListState({ filters, ...words }: ListState): Query {
  return { ...filters, ...Object.fromEntries(Object.entries(words).filter(([, value]) => value)) }
}

/** The parameters that go to the API: the state without what concerns the screen only. */
export function listQuery(state: ListState, defaultOrdering = ''): Query {
  const query = writeListState({ ...state, open: '' })
  return defaultOrdering ? { ordering: defaultOrdering, ...query } : query
}

export function useListState(filters: readonly Filter[]) {
  const route = useRoute()
  const router = useRouter()
  const state = computed(() => readListState(route.query, filters))

  /** Typing and filtering replace the address; what Back should undo (a page, an opened record) is pushed. */
  function set(patch: Partial<ListState>, { push = false } = {}) {
    const query = writeListState(changeListState(state.value, patch))
    return push ? router.push({ query }) : router.replace({ query })
  }

  return { state, set }
}
