import { describe, expect, it } from 'vitest'
import { exportHref } from './exporting'
import { choices, isActive, readFilters, without, type Filter } from './filters'
import { changeListState, listQuery, readListState, viewQuery, writeListState } from './listState'
import { sameQuery } from './views'

const status: Filter = { type: 'choice', key: 'status', label: '', options: choices('Sold', 'Ready for Sale') }
const rep: Filter = { type: 'reference', key: 'customer_rep', label: '', resource: 'users', me: true }
const location: Filter = { type: 'reference', key: 'location', label: '', resource: 'locations' }
const received: Filter = { type: 'dates', key: 'received_date', label: '' }
const total: Filter = { type: 'amounts', key: 'total', label: '' }
const hold: Filter = { type: 'flag', key: 'account_hold', label: '' }
const FILTERS = [status, rep, location, received, total, hold]

describe('readFilters', () => {
  it('reads what the filters of the list understand', () => {
    const query = {
      status: ['Sold', 'Ready for Sale'],
      customer_rep: 'me',
      location: '3',
      received_date_after: '2026-01-31',
      total_max: '99.5',
      account_hold: 'true',
    }
    expect(readFilters(query, FILTERS)).toEqual(query)
  })

  it('leaves out junk, so that a link never breaks a page nor filters unseen', () => {
    const query = {
      status: ['Lost'],
      customer_rep: 'you',
      location: 'me',
      received_date_after: '2026-13-77',
      total_max: '1e9',
      account_hold: 'maybe',
      colour: 'red',
    }
    expect(readFilters(query, FILTERS)).toEqual({})
  })

  it('keeps one choice as a list', () => {
    expect(readFilters({ status: 'Sold' }, FILTERS)).toEqual({ status: ['Sold'] })
  })
})

it('a range is one filter with two parameters', () => {
  const query = { received_date_after: '2026-01-01', status: ['Sold'] }
  expect(isActive(received, query)).toBe(true)
  expect(without(query, received)).toEqual({ status: ['Sold'] })
})

describe('list state', () => {
  const state = readListState(
    {
      search: '0244',
      ordering: '-created_at',
      cursor: 'c1',
      open: '7',
      view: '3',
      columns: 'name,phone',
      status: 'Sold',
    },
    FILTERS,
  )

  it('is read from the address and written back to it', () => {
    expect(writeListState(state)).toEqual({
      search: '0244',
      ordering: '-created_at',
      cursor: 'c1',
      open: '7',
      view: '3',
      columns: 'name,phone',
      status: ['Sold'],
    })
  })

  it('leaves out junk', () => {
    const { view, columns } = readListState({ view: 'mine', columns: 'name,,<b>' }, FILTERS)
    expect([view, columns]).toEqual(['', ''])
  })

  it('is a view without the page, the record beside it and the name of the view', () => {
    expect(viewQuery(state)).toEqual({
      search: '0244',
      ordering: '-created_at',
      columns: 'name,phone',
      status: ['Sold'],
    })
  })

  it('begins on the first page when what is listed changes', () => {
    expect(changeListState(state, { search: 'ama' }).cursor).toBe('')
    expect(changeListState(state, { open: '8' }).cursor).toBe('c1')
  })

  it('asks the API for nothing that concerns the screen only', () => {
    expect(Object.keys(listQuery(state)).toSorted()).toEqual(['cursor', 'ordering', 'search', 'status'])
  })

  it('falls back to the order of the list', () => {
    const plain = readListState({ ordering: 'id; drop table' }, FILTERS)
    expect(listQuery(plain, '-received_date')).toEqual({ ordering: '-received_date' })
    expect(listQuery(state, '-received_date')).toMatchObject({ ordering: '-created_at' })
  })
})

it('two queries are one view in whatever order they stand', () => {
  expect(sameQuery({ a: ['1', '2'], b: 'x' }, { b: 'x', a: ['2', '1'] })).toBe(true)
  expect(sameQuery({ a: '1' }, { a: '2' })).toBe(false)
})

it('a file has all that the list matches, not one page of it', () => {
  expect(exportHref('assets', { status: ['Sold', 'Lost'], cursor: 'c1' }, 'csv')).toBe(
    '/api/v1/assets/export?file_format=csv&status=Sold&status=Lost',
  )
})
