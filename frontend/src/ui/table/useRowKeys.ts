import { ref, watch, type Ref } from 'vue'

export interface RowActions {
  count: () => number
  open: (index: number) => void
  toggle: (index: number, extend: boolean) => void
  toggleAll: () => void
  expand: (index: number, open: boolean) => void
}

/**
 * One tab stop for the whole table; within it the arrows (or j and k) move from row to row, x or Space chooses,
 * → and ← expand and collapse, Enter opens, Home and End leap, Ctrl+A chooses all.
 */
export function useRowKeys(body: Ref<HTMLElement | null>, actions: RowActions) {
  const active = ref(0)

  watch(actions.count, (count) => {
    active.value = Math.min(active.value, Math.max(0, count - 1))
  })

  function focus(index: number): void {
    const target = Math.max(0, Math.min(index, actions.count() - 1))
    active.value = target
    body.value?.querySelector<HTMLElement>(`[data-row="${target}"]`)?.focus()
  }

  const moves: Record<string, (index: number, event: KeyboardEvent) => void> = {
    ArrowDown: (index) => focus(index + 1),
    j: (index) => focus(index + 1),
    ArrowUp: (index) => focus(index - 1),
    k: (index) => focus(index - 1),
    Home: () => focus(0),
    End: () => focus(actions.count() - 1),
    ArrowRight: (index) => actions.expand(index, true),
    ArrowLeft: (index) => actions.expand(index, false),
    Enter: (index) => actions.open(index),
    x: (index) => actions.toggle(index, false),
    X: (index) => actions.toggle(index, true),
    ' ': (index, event) => actions.toggle(index, event.shiftKey),
  }

  function onKeydown(event: KeyboardEvent): void {
    const row = event.target as HTMLElement
    if (row.dataset.row === undefined || event.altKey || event.metaKey) return
    if (event.ctrlKey) {
      if (event.key !== 'a') return
      event.preventDefault()
      actions.toggleAll()
      return
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move(Number(row.dataset.row), event)
  }

  return { active, focus, onKeydown }
}
