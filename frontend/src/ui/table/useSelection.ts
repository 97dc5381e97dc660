import { computed, type Ref } from 'vue'
import type { Id, Row } from '@/api/types'

/** Which rows are chosen, of other pages too; shift extends from the row touched last where that is shown. */
export function useSelection<T extends Row>(rows: () => T[], selected: Ref<Set<Id>>) {
  let anchor: Id | undefined

  const allSelected = computed(() => rows().length > 0 && rows().every(({ id }) => selected.value.has(id)))
  const someSelected = computed(() => rows().some(({ id }) => selected.value.has(id)))

  function mark(members: T[], select: boolean): void {
    const next = new Set(selected.value)
    for (const { id } of members) {
      if (select) next.add(id)
      else next.delete(id)
    }
    selected.value = next
  }

  function toggle(index: number, extend = false): void {
    const row = rows()[index]
    if (!row) return
    const start = extend ? rows().findIndex(({ id }) => id === anchor) : -1
    const [from, to] = start < 0 ? [index, index] : [Math.min(start, index), Math.max(start, index)]
    anchor = row.id
    mark(rows().slice(from, to + 1), !selected.value.has(row.id))
  }

  const chooseAll = () => mark(rows(), true)
  const toggleAll = () => mark(rows(), !allSelected.value)

  return { allSelected, someSelected, toggle, chooseAll, toggleAll }
}
