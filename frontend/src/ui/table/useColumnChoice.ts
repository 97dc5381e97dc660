import { computed, ref, watch } from 'vue'
import type { Row } from '@/api/types'
import { recall, remember } from '@/lib/storage'
import type { Column } from './columns'

/** Which columns the reader has hidden in this table, remembered by the browser. */
export function useColumnChoice<T extends Row>(name: string, columns: readonly Column<T>[]) {
  const initially = columns.filter((column) => column.hidden).map((column) => column.key)
  const hidden = ref(new Set(recall<string[]>(`table-columns.${name}`, initially)))

  watch(hidden, (keys) => remember(`table-columns.${name}`, [...keys]))

  const visible = computed(() => columns.filter((column) => column.link || !hidden.value.has(column.key)))

  function toggle(key: string): void {
    const next = new Set(hidden.value)
    if (!next.delete(key)) next.add(key)
    hidden.value = next
  }

  return { hidden, visible, toggle }
}
