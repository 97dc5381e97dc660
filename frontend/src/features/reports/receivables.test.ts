import { describe, expect, it } from 'vitest'
import { registerEntity } from '@/ui/entities'
import { ageingChart, askedOf, isByDocument, statementRoute, type OwedRow, type Report } from './receivables'

const PATH = 'reports/receivables-aging'
const AMOUNTS = {
  current: '10.00',
  overdue_1: '0.00',
  overdue_31: '5.00',
  overdue_61: '0.00',
  overdue_91: '0.00',
  credit: '-2.00',
}
const row = (links: OwedRow['links']): OwedRow => ({
  ...AMOUNTS,
  customer: 'Ama',
  total: '13.00',
  document_count: 3,
  drill: null,
  cells: {},
  links,
})
const report: Report = {
  name: 'receivables-aging',
  label: '',
  asked: {},
  columns: [{ key: 'customer', label: 'Customer', type: 'text', adds: '' }],
  rows: [],
  row_count: 1,
  totals: AMOUNTS,
  drill: null,
  cells: { overdue_31: { path: PATH, params: { bucket: 'overdue_31' } } },
}

describe('what customers owe', () => {
  it('leads a customer to their statement up to the day, and a walk-in nowhere', () => {
    const links = { customer: { path: 'customers/12/statement', params: { to: '2026-11-21' } } }
    expect(statementRoute(row(links))).toEqual({
      name: 'customer-statement',
      params: { id: '12' },
      query: { to: '2026-11-21' },
    })
    expect(statementRoute(row({}))).toBeNull()
  })

  it('is drawn by days overdue, each bar leading to its documents', () => {
    registerEntity({ type: 'x', resource: PATH, route: 'receivables-ageing', list: 'receivables-ageing', icon: '' })
    const chart = ageingChart(report, (key) => key)
    expect(chart.series[0]!.values).toEqual(['10.00', '0.00', '5.00', '0.00', '0.00'])
    expect(chart.categories[2]).toEqual({
      label: 'ageing.overdue_31',
      to: { name: 'receivables-ageing', query: { bucket: 'overdue_31' } },
    })
    expect(chart.categories[0]!.to).toBeNull()
  })

  it('takes from the address what it understands', () => {
    expect(askedOf({ as_of: '2026-01-01', page: '2', bucket: '' })).toEqual({ as_of: '2026-01-01' })
    expect(isByDocument(report)).toBe(false)
  })
})
