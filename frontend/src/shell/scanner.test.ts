import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createScanListener } from './scanner'

const onScan = vi.fn<(code: string) => void>()

/** Types a code at a pace of `gap` ms a key, and ends it. */
function type(
  code: string,
  {
    gap = 10,
    end = 'Enter',
    target = document.body as Element,
    start = 1000,
    listener = createScanListener(onScan),
  } = {},
) {
  let last: KeyboardEvent | undefined
  ;[...code, end].forEach((key, index) => {
    last = new KeyboardEvent('keydown', { key, cancelable: true })
    Object.defineProperty(last, 'timeStamp', { value: start + index * gap })
    Object.defineProperty(last, 'target', { value: target })
    listener(last)
    if (key.length === 1 && target instanceof HTMLInputElement && !last.defaultPrevented) target.value += key
  })
  return last!
}

beforeEach(() => onScan.mockClear())

describe('a scan', () => {
  it.each(['Enter', 'Tab'])('is told by its pace and ends with %s, which presses nothing else', (end) => {
    const event = type('PF3KX9Q1', { end })
    expect(onScan).toHaveBeenCalledWith('PF3KX9Q1')
    expect(event.defaultPrevented).toBe(true)
  })

  it('is not what a person types', () => {
    type('PF3KX9Q1', { gap: 120 })
    expect(onScan).not.toHaveBeenCalled()
  })

  it('has at least six characters', () => {
    type('12345')
    expect(onScan).not.toHaveBeenCalled()
  })

  it('takes out again what it typed into a field on its way', () => {
    const field = document.createElement('input')
    field.value = 'Ama'
    type('PF3KX9Q1', { target: field })
    expect(field.value).toBe('Ama')
    expect(onScan).toHaveBeenCalledWith('PF3KX9Q1')
  })

  it('begins anew in another field, however soon after the last key', () => {
    const listener = createScanListener(onScan)
    const field = document.createElement('input')
    type('Novembe', { end: 'r', target: field, listener })
    type('SKU-12', { start: 1075, listener })
    expect(onScan).toHaveBeenCalledExactlyOnceWith('SKU-12')
    expect(field.value).toBe('November')
  })

  it('stays in a field that takes codes itself', () => {
    const field = document.createElement('input')
    field.dataset.scan = ''
    const event = type('PF3KX9Q1', { target: field })
    expect(field.value).toBe('PF3KX9Q1')
    expect(event.defaultPrevented).toBe(false)
    expect(onScan).not.toHaveBeenCalled()
  })
})
