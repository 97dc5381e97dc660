import { computed, type Ref } from 'vue'
import type { Id, Row } from '@/api/types'

/** Which rows are chosen; shift extends from the row touched last. */
export function useSelection<T extends Row>(rows: () => T[], selected: Ref<Set<Id>>) {
  let anchor = -1

  const allSelected = computed(() => rows().length > 0 && rows().every(({ id }) => selected.value.has(id)))
  const someSelected = computed(() => rows().some(({ id }) => selected.value.has(id)))

  function toggle(index: number, extend = false): void {
    const row = rows()[index]
    if (!row) return
    const next = new Set(selected.value)
    const select = !next.has(row.id)
    const [from, to] = extend && anchor >= 0 ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index]
    for (const { id } of rows().slice(from, to + 1)) {
      if (select) next.add(id)
      else next.delete(id)
    }
    anchor = index
    selected.value = next
  }

  function toggleAll(): void {
    selected.value = allSelected.value ? new Set() : new Set(rows().map(({ id }) => id))
  }

  return { allSelected, someSelected, toggle, toggleAll }
}
