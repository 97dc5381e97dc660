import { expect, it } from 'vitest'
import { slug, splitCodes } from './text'

it('makes a key of a status', () => {
  expect(slug('Ready for Sale')).toBe('ready_for_sale')
})

it('splits a pasted list however it was copied', () => {
  expect(splitCodes(' A1\r\nB2,C3;\tD4\n\n')).toEqual(['A1', 'B2', 'C3', 'D4'])
})
