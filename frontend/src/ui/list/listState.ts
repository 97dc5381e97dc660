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
  /** Id of the saved view that was chosen, and may have been changed since. */
  view: string
  /** Keys of the columns shown, where the address says which. */
  columns: string
  filters: Query
}

/** What concerns the screen alone. */
const ON_SCREEN = { open: '', view: '', columns: '' }

const word = (value: LocationQuery[string] | undefined): string => [value].flat()[0] ?? ''

export function readListState(query: LocationQuery, filters: readonly Filter[]): ListState {
  return {
    search: word(query.search),
    ordering: /^-?\w+(,-?\w+)*$/.test(word(query.ordering)) ? word(query.ordering) : '',
    cursor: word(query.cursor),
    open: word(query.open),
    view: /^\d+$/.test(word(query.view)) ? word(query.view) : '',
    columns: /^\w+(,\w+)*$/.test(word(query.columns)) ? word(query.columns) : '',
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
  const query = writeListState({ ...state, ...ON_SCREEN })
  return defaultOrdering ? { ordering: defaultOrdering, ...query } : query
}

/** What of the state a view keeps: not which page, nor what is open beside it. */
export function viewQuery(state: ListState): Query {
  return writeListState({ ...state, cursor: '', open: '', view: '' })
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
