import { expect, it } from 'vitest'
import { rowsByResource } from './matrix'
import type { Matrix } from './types'

const right = (
  resource: string,
  resource_label: string,
  action: string,
  action_label: string,
  roles: Matrix['roles'],
) => ({ resource, resource_label, action, action_label, roles })

const matrix: Matrix = {
  roles: ['Admin', 'Sales'],
  rows: [
    right('assets', 'Enheder', 'move', 'Flyt', ['Admin']),
    right('assets', 'Enheder', 'list', 'Vis liste', ['Admin', 'Sales']),
    right('users', 'Brugere', 'list', 'Vis liste', ['Admin', 'Sales']),
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

it.each(['list assets', 'assets.list', 'ASSETS li', 'enheder vis', 'Liste assets'])('finds a right by %j', (text) => {
  expect(found(text)).toEqual([['assets', ['list']]])
})

it('tells what the rights of a group are about in the reader’s language', () => {
  expect(rowsByResource(matrix, { text: 'users', role: null }).map(({ label }) => label)).toEqual(['Brugere'])
})

it('shows what one role may', () => {
  expect(found('assets', 'Sales')).toEqual([['assets', ['list']]])
})
