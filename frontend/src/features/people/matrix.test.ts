import { expect, it } from 'vitest'
import { rowsByResource } from './matrix'
import type { Matrix } from './types'

const matrix: Matrix = {
  roles: ['Admin', 'Sales'],
  rows: [
    { resource: 'assets', action: 'move', roles: ['Admin'] },
    { resource: 'assets', action: 'list', roles: ['Admin', 'Sales'] },
    { resource: 'users', action: 'list', roles: ['Admin', 'Sales'] },
  ],
}

const found = (text: string, role: 'Admin' | 'Sales' | null = null) =>
  rowsByResource(matrix, { text, role }).map(({ resource, rows }) => [resource, rows.map(({ action }) => action)])

it('groups the rights by what they are about', () => {
  expect(found('')).toEqual([
    ['assets', ['move', 'list']],
    ['users', ['list']],
  ])
})

it.each(['list assets', 'assets.list', 'ASSETS li'])('finds a right by %j', (text) => {
  expect(found(text)).toEqual([['assets', ['list']]])
})

it('shows what one role may', () => {
  expect(found('assets', 'Sales')).toEqual([['assets', ['list']]])
})
