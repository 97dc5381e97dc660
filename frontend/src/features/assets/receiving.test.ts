import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import { refusal } from '@/test/stubs'
import { addSerials, outstanding, withRefusal, withResult, type Serial } from './receiving'
import type { Receipt } from './types'

const waiting = (...numbers: string[]): Serial[] => numbers.map((number) => ({ number, state: 'waiting' }))

describe('addSerials', () => {
  it('puts the newest on top', () => {
    expect(addSerials(waiting('A1'), ['B2', 'C3']).serials).toEqual(waiting('C3', 'B2', 'A1'))
  })

  it('names a serial that is there already and lists it once, whatever its case and space', () => {
    const { serials, repeated } = addSerials(waiting('pf-1'), [' PF-1 ', 'X9', 'x9'])
    expect(serials).toEqual(waiting('X9', 'pf-1'))
    expect(repeated).toEqual(['PF-1', 'x9'])
  })
})

it('withResult tells each serial what became of it', () => {
  const result = {
    created: [{ id: 7, serial_number: 'A1', asset_tag: 'AST-7' }],
    rejected: [{ serial_number: 'B2', code: 'unique', detail: 'Already on AST-1.' }],
  } as Receipt
  const serials = withResult(waiting('a1', 'B2'), result)
  expect(serials).toEqual([
    { number: 'a1', state: 'received', asset: { id: 7, tag: 'AST-7' } },
    { number: 'B2', state: 'rejected', detail: 'Already on AST-1.' },
  ])
  expect(outstanding(serials).map(({ number }) => number)).toEqual(['B2'])
})

it('withRefusal marks the serials at fault and clears the others', () => {
  const shown: Serial[] = [{ number: 'B2', state: 'rejected', detail: 'Old.' }, ...waiting('A1')]
  const sent = [shown[1]!, shown[0]!]
  const error = new ApiError(400, refusal({ code: 'unique', detail: 'Taken.', attr: 'serial_numbers.0' }))
  expect(withRefusal(shown, sent, error)).toEqual([
    { number: 'B2', state: 'waiting' },
    { number: 'A1', state: 'rejected', detail: 'Taken.' },
  ])
})
