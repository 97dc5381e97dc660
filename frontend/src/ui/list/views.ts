/** Saved views: named queries of a list. Some are declared by the kind, the others are the reader's own. */
import { ref, watch } from 'vue'
import type { Query } from '@/api/types'
import { recall, remember } from '@/lib/storage'

export interface View {
  key: string
  /** Translation key of a declared view; the reader's own words otherwise. */
  label: string
  query: Query
  own?: boolean
}

/** Two queries are one view when they list the same, in whatever order their parameters stand. */
export function sameQuery(a: Query, b: Query): boolean {
  return canonical(a) === canonical(b)
}

function canonical(query: Query): string {
  const entries = Object.entries(query).map(([name, value]) => [name, [value].flat().toSorted()] as const)
  return JSON.stringify(entries.toSorted(([a], [b]) => a.localeCompare(b)))
}

export function useOwnViews(resource: string) {
  const views = ref(recall<View[]>(`saved-views.${resource}`, []))

  watch(views, (value) => remember(`saved-views.${resource}`, value), { deep: true })

  function save(label: string, query: Query): void {
    views.value = [...views.value, { key: crypto.randomUUID(), label, query, own: true }]
  }

  function remove(key: string): void {
    views.value = views.value.filter((view) => view.key !== key)
  }

  return { views, save, remove }
}
