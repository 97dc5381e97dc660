/** What customers owe, by days overdue: the report's rows as the page shows them. */
import type { RouteLocationRaw } from 'vue-router'
import type { components } from '@/api/schema'
import type { Query } from '@/api/types'
import { BUCKETS, type Ageing, type Bucket } from '@/ui/ageing'
import type { ChartData } from '@/ui/chart/chart'
import { drillRoute, type Drill } from '@/ui/entities'

export type Report = components['schemas']['ReportAnswer']

export type Part = Bucket | 'credit'

export const PARTS: readonly Part[] = [...BUCKETS, 'credit']

/** A row of the report: a customer with all their documents, or one document. */
export type OwedRow = Ageing & {
  customer: string
  total: string
  document_count: number
  drill: Drill | null
  cells: Partial<Record<Part, Drill>>
  links: { customer?: Drill; number?: Drill }
  type?: 'invoice' | 'debit_note' | 'credit_note'
  number?: string
  date?: string
  due_date?: string | null
}

const ASKED = ['as_of', 'by', 'customer', 'walk_in', 'bucket', 'currency'] as const

/** The part of an address's query that the report understands. */
export function askedOf(query: Record<string, unknown>): Query {
  const given = ASKED.map((name) => [name, query[name]] as const)
  return Object.fromEntries(given.filter((pair): pair is [(typeof ASKED)[number], string] => !!pair[1]))
}

export const rowsOf = (report: Report): OwedRow[] => report.rows as unknown as OwedRow[]

export const isByDocument = (report: Report): boolean => report.columns.some(({ key }) => key === 'number')

/** The customer's statement up to the report's day; a walk-in has none. */
export function statementRoute({ links }: OwedRow): RouteLocationRaw | null {
  const [, id] = /^customers\/(\d+)\/statement$/.exec(links.customer?.path ?? '') ?? []
  return id
    ? { name: 'customer-statement', params: { id }, query: links.customer!.params as Record<string, string> }
    : null
}

/** What is owed by days overdue, each bar leading to its documents. */
export function ageingChart(report: Report, t: (key: string) => string): ChartData {
  const totals = report.totals as unknown as Ageing
  const cells = report.cells as Partial<Record<Part, Drill>>
  return {
    money: true,
    categoryLabel: t('receivables.overdue'),
    categories: BUCKETS.map((bucket) => ({ label: t(`ageing.${bucket}`), to: drillRoute(cells[bucket]) })),
    series: [{ name: t('receivables.owed'), values: BUCKETS.map((bucket) => totals[bucket]) }],
  }
}
