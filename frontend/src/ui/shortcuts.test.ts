import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createShortcutListener, type Shortcut } from './shortcuts'

const run = vi.fn<(keys: string) => void>()
const shortcut = (keys: string, always = false): Shortcut => ({ keys, label: '', run: () => run(keys), always })
const ALL = [shortcut('e'), shortcut('g a'), shortcut('g c'), shortcut('ctrl+k', true)]

function press(
  listener: (event: KeyboardEvent) => void,
  key: string,
  options: { at?: number; ctrlKey?: boolean; target?: Element; taken?: boolean } = {},
) {
  const event = new KeyboardEvent('keydown', { key, ctrlKey: options.ctrlKey, cancelable: true })
  Object.defineProperty(event, 'timeStamp', { value: options.at ?? 0 })
  Object.defineProperty(event, 'target', { value: options.target ?? document.body })
  if (options.taken) event.preventDefault()
  listener(event)
  return event
}

describe('shortcuts', () => {
  let listener: (event: KeyboardEvent) => void

  beforeEach(() => {
    run.mockClear()
    listener = createShortcutListener(() => ALL)
  })

  it('run on their key', () => {
    expect(press(listener, 'e').defaultPrevented).toBe(true)
    expect(run).toHaveBeenCalledWith('e')
  })

  it('run on keys that follow one another', () => {
    press(listener, 'g', { at: 0 })
    press(listener, 'c', { at: 900 })
    expect(run.mock.calls).toEqual([['g c']])
  })

  it('forget a first key that was pressed too long ago', () => {
    press(listener, 'g', { at: 0 })
    press(listener, 'e', { at: 1500 })
    expect(run.mock.calls).toEqual([['e']])
  })

  it('rest while somebody types, except combinations', () => {
    const field = document.createElement('input')
    press(listener, 'e', { target: field })
    expect(run).not.toHaveBeenCalled()
    press(listener, 'k', { target: field, ctrlKey: true })
    expect(run).toHaveBeenCalledWith('ctrl+k')
  })

  it('rest while a dialog is open, but not beside a panel', () => {
    document.body.innerHTML = '<div role="dialog" data-state="open"></div>'
    press(listener, 'e')
    expect(run).not.toHaveBeenCalled()
    document.body.innerHTML = '<div role="dialog" data-state="open" class="is-panel"></div>'
    press(listener, 'e')
    expect(run).toHaveBeenCalledOnce()
  })

  it('leave a key to whoever answered it, but for a checkbox, which answers nothing', () => {
    const target = document.createElement('button')
    press(listener, 'k', { target, ctrlKey: true, taken: true })
    expect(run).not.toHaveBeenCalled()
    target.setAttribute('role', 'checkbox')
    press(listener, 'k', { target, ctrlKey: true, taken: true })
    expect(run).toHaveBeenCalledWith('ctrl+k')
  })

  it('leave keys alone that are not theirs', () => {
    expect(press(listener, 'q').defaultPrevented).toBe(false)
  })
})
