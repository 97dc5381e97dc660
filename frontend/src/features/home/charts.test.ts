import { beforeEach, expect, it } from 'vitest'
import { registerEntity } from '@/ui/entities'
import { chartsOf, type Dashboard } from './charts'

const words = { t: (key: string) => key, day: (date: string) => date.slice(5), status: (word: string) => word }
const none = { today: null, tenders: null, series: null, stock_by_status: null, ageing: null, receivables: null }

beforeEach(() => registerEntity({ type: 'asset', resource: 'assets', route: 'asset', list: 'assets', icon: '' }))

it('has no chart of what a role may not see', () => {
  expect(chartsOf(none as unknown as Dashboard, words)).toEqual([])
})

it('keeps amounts as they came and leads each figure to its rows, where there is a page for them', () => {
  const day = {
    date: '2026-10-23',
    retail: '6900.10',
    wholesale: '0.00',
    walk_in: '1.00',
    drill: { path: 'invoices', params: {} },
  }
  const figure = { key: 'Sold', label: 'Sold', count: 3, drill: { path: 'assets', params: { status: ['Sold'] } } }
  const dashboard = { ...none, series: [day], stock_by_status: [figure] } as unknown as Dashboard
  const [sales, stock] = chartsOf(dashboard, words)
  expect(sales!.data.series.map(({ values }) => values)).toEqual([['6900.10'], ['0.00'], ['1.00']])
  expect(sales!.data.categories).toEqual([{ label: '10-23', to: null }])
  expect(stock!.data.categories[0]!.to).toEqual({ name: 'assets', query: { status: ['Sold'] } })
})
