import { computed, ref, watch, type WritableComputedRef } from 'vue'
import type { Row } from '@/api/types'
import { recall, remember } from '@/lib/storage'
import type { Column } from './columns'

/**
 * Which columns a table shows: those that the address names, else those the reader left it with, remembered by the
 * browser. `isNamed` says where a choice belongs.
 */
export function useColumnChoice<T extends Row>(
  name: string,
  columns: readonly Column<T>[],
  named: WritableComputedRef<string>,
  isNamed: () => boolean,
) {
  const keysBut = (without: Set<string>) =>
    columns
      .map(({ key }) => key)
      .filter((key) => !without.has(key))
      .join(',')

  const initially = columns.filter((column) => column.hidden).map((column) => column.key)
  const remembered = ref(new Set(recall<string[]>(`table-columns.${name}`, initially)))

  watch(remembered, (keys) => remember(`table-columns.${name}`, [...keys]))

  const hidden = computed(() => {
    const names = new Set(named.value.split(','))
    const others = columns.map(({ key }) => key).filter((key) => !names.has(key))
    return others.length < columns.length ? new Set(others) : remembered.value
  })
  const visible = computed(() => columns.filter((column) => column.link || !hidden.value.has(column.key)))
  /** As an address names them; empty where they are as the kind declares. */
  const told = computed(() => {
    const isInitial = hidden.value.size === initially.length && initially.every((key) => hidden.value.has(key))
    return named.value || (isInitial ? '' : keysBut(hidden.value))
  })

  function toggle(key: string): void {
    const next = new Set(hidden.value)
    if (!next.delete(key)) next.add(key)
    if (isNamed()) named.value = keysBut(next)
    else remembered.value = next
  }

  return { hidden, visible, told, toggle }
}
