import { toValue, type MaybeRefOrGetter } from 'vue'

/** The fields of a sheet, and how Enter and the arrows go down and up them, as on paper. */
export function useFieldWalk(root: MaybeRefOrGetter<HTMLElement | null>) {
  const inputs = () => [...(toValue(root)?.querySelectorAll('input') ?? [])]

  function move(event: KeyboardEvent, step: 1 | -1): void {
    const all = inputs()
    const next = all[all.indexOf(event.target as HTMLInputElement) + step]
    event.preventDefault()
    next?.focus()
    next?.select()
  }

  return { inputs, move }
}
