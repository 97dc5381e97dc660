/**
 * Every shortcut is registered here by the screen that has it, while it has it; `?` lists what is registered.
 * They rest while somebody types and while a dialog is open, and never take a key of the browser.
 */
import { onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue'

export interface Shortcut {
  /** `e`, `g a` (one after the other), `ctrl+k` (together). */
  keys: string
  /** Translation key. */
  label: string
  run: () => void
  /** Also while typing and in dialogs: for combinations only. */
  always?: boolean
}

type Source = MaybeRefOrGetter<Shortcut[]>

const sources = shallowReactive<Source[]>([])
const SEQUENCE_MS = 1000

export function useShortcuts(source: Source): void {
  sources.push(source)
  onScopeDispose(() => sources.splice(sources.indexOf(source), 1))
}

/** What may be pressed now; where two screens claim the same keys the inner one has them. */
export function activeShortcuts(): Shortcut[] {
  const byKeys = new Map<string, Shortcut>()
  for (const shortcut of sources.flatMap((source) => toValue(source))) byKeys.set(shortcut.keys, shortcut)
  return [...byKeys.values()]
}

export function keyOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase()
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
}

/** One that is on its way out no longer counts. */
const isDialogOpen = () =>
  document.querySelector('[role="dialog"][data-state="open"]:not(.is-panel), [role="menu"][data-state="open"]') !== null

/** Somebody has answered it already. A checkbox takes Enter too, only to do nothing with it. */
function isTaken({ defaultPrevented, target }: KeyboardEvent): boolean {
  return defaultPrevented && !(target instanceof HTMLElement && target.getAttribute('role') === 'checkbox')
}

export function createShortcutListener(find = activeShortcuts) {
  let pending = ''
  let pendingSince = 0

  return function onKeydown(event: KeyboardEvent): void {
    if (isTaken(event) || event.altKey || event.key === 'Shift') return
    const key = keyOf(event)
    const sequence = pending && event.timeStamp - pendingSince < SEQUENCE_MS ? `${pending} ${key}` : key
    pending = ''
    const resting = isTyping(event.target) || isDialogOpen()
    const candidates = find().filter((shortcut) => shortcut.always || !resting)
    const shortcut = candidates.find(({ keys }) => keys === sequence) ?? candidates.find(({ keys }) => keys === key)
    if (shortcut) {
      event.preventDefault()
      shortcut.run()
    } else if (candidates.some(({ keys }) => keys.startsWith(`${key} `))) {
      pending = key
      pendingSince = event.timeStamp
    }
  }
}
