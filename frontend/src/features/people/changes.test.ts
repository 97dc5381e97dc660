import { expect, it } from 'vitest'
import { changesOf } from './changes'

it('tells what every field was and became', () => {
  expect(changesOf({ status: ['Received', 'Sold'], price: [null, 5.5] })).toEqual([
    { field: 'price', before: '', after: '5.5' },
    { field: 'status', before: 'Received', after: 'Sold' },
  ])
})

it('leaves out what stayed empty', () => {
  expect(changesOf({ notes: [null, ''] })).toEqual([])
})

it('shows a structure as it is written', () => {
  expect(changesOf({ roles: [['Sales'], ['Sales', 'Admin']] })).toEqual([
    { field: 'roles', before: '["Sales"]', after: '["Sales","Admin"]' },
  ])
})

it('has nothing to tell of an event without changes', () => {
  expect(changesOf(null)).toEqual([])
})
