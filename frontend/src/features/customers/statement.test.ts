import { describe, expect, it } from 'vitest'
import { askedOf, fileHref, periodsUpTo, rowKey, rowRoute, type StatementRow } from './statement'
import { registerEntity } from '@/ui/entities'

const row = (some: Partial<StatementRow>): StatementRow => ({
  date: '2026-11-21',
  at: '2026-11-21T10:00:00Z',
  type: 'invoice',
  id: 7,
  number: 'INV-000007',
  settles: '',
  due_date: null,
  charge: '10.00',
  credit: '0.00',
  balance: '10.00',
  ...some,
})

describe('a statement', () => {
  it('takes from the address what it understands', () => {
    expect(askedOf({ from: '2026-01-01', to: '', open: '3', currency: 'USD' })).toEqual({
      from: '2026-01-01',
      currency: 'USD',
    })
  })

  it('offers periods up to today', () => {
    expect(periodsUpTo('2026-03-01').map(({ from, to }) => `${from}..${to}`)).toEqual([
      '2026-01-31..2026-03-01',
      '2025-12-02..2026-03-01',
      '2026-01-01..2026-03-01',
      '2025-01-01..2025-12-31',
    ])
  })

  it('leads a row to its document, where that has a page', () => {
    registerEntity({ type: 'payment', resource: 'payments', route: 'payment', icon: '' })
    expect(rowRoute(row({ type: 'void', id: 3 }))).toEqual({ name: 'payment', params: { id: '3' } })
    expect(rowRoute(row({ type: 'other' }))).toBeNull()
    expect(rowKey(row({ type: 'void', id: 3 }))).toBe('void-3-2026-11-21')
  })

  it('names its files', () => {
    expect(fileHref('12', {}, 'statement/pdf')).toBe('/api/v1/customers/12/statement/pdf')
    expect(fileHref('12', { to: '2026-01-31' }, 'statement', 'csv')).toBe(
      '/api/v1/customers/12/statement?to=2026-01-31&file_format=csv',
    )
  })
})
