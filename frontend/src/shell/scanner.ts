/**
 * Barcode scanners type like a very fast person and end with Enter or Tab. A scan is told by its pace, whatever has the
 * focus, so that nobody needs to click a field first; what it typed into a field on its way is taken out again.
 */
import { useEventListener } from '@vueuse/core'
import { onScopeDispose } from 'vue'

const GAP_MS = 50
const MIN_LENGTH = 6

export function createScanListener(onScan: (code: string) => void) {
  let buffer = ''
  let last = 0
  let target: EventTarget | null = null
  let field: HTMLInputElement | HTMLTextAreaElement | null = null
  let before = ''

  return function onKeydown(event: KeyboardEvent): void {
    const isFast = event.timeStamp - last <= GAP_MS
    last = event.timeStamp
    if (event.ctrlKey || event.altKey || event.metaKey) {
      buffer = ''
    } else if (event.key.length === 1) {
      if (!isFast || buffer === '' || event.target !== target) begin(event.target)
      buffer += event.key
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isFast && buffer.length >= MIN_LENGTH) {
      finish(event)
    } else if (event.key !== 'Shift') {
      buffer = ''
    }
  }

  function begin(at: EventTarget | null): void {
    buffer = ''
    target = at
    field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null
    before = field?.value ?? ''
  }

  function finish(event: KeyboardEvent): void {
    const code = buffer
    buffer = ''
    // A field marked data-scan takes codes itself, with its own Enter.
    if (field?.hasAttribute('data-scan')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (field) {
      field.value = before
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    onScan(code)
  }
}

type Handler = (code: string) => void
const handlers: Handler[] = []

/** Gives the scans to this screen while it is shown; the innermost screen has them. */
export function useScans(handler: Handler): void {
  handlers.push(handler)
  onScopeDispose(() => handlers.splice(handlers.indexOf(handler), 1))
}

/** Called once, by the shell. */
export function listenForScans(): void {
  useEventListener(
    document,
    'keydown',
    createScanListener((code) => handlers.at(-1)?.(code)),
    { capture: true },
  )
}
