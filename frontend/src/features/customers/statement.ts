/** A customer's statement: what the address asks for, and where each of its rows leads. */
import type { RouteLocationRaw } from 'vue-router'
import type { components } from '@/api/schema'
import type { Query } from '@/api/types'
import { entityRoute } from '@/ui/entities'

export type Statement = components['schemas']['StatementAnswer']
export type StatementRow = components['schemas']['StatementRow']
export type OpenItems = components['schemas']['OpenItems']
export type OpenItem = components['schemas']['OpenItem']

const ASKED = ['from', 'to', 'currency'] as const

const ENTITIES: Partial<Record<StatementRow['type'], string>> = {
  invoice: 'invoices',
  debit_note: 'debit-notes',
  credit_note: 'credit-notes',
  receipt: 'payments',
  void: 'payments',
  refund: 'payments',
  sales_payment: 'sales-payments',
  sales_payment_reversal: 'sales-payment-reversals',
}

/** The part of an address's query that the statement understands. */
export function askedOf(query: Record<string, unknown>): Query {
  const given = ASKED.map((name) => [name, query[name]] as const)
  return Object.fromEntries(given.filter((pair): pair is [(typeof ASKED)[number], string] => !!pair[1]))
}

export function rowRoute({ type, id }: StatementRow): RouteLocationRaw | null {
  const entity = ENTITIES[type]
  return entity ? entityRoute(entity, id) : null
}

/** A row is told apart by its document and its day: a payment over midnight has two. */
export function rowKey({ type, id, date }: StatementRow): string {
  return `${type}-${id}-${date}`
}

export function fileHref(customer: string, query: Query, part: 'statement' | 'statement/pdf', format?: string): string {
  const parameters = new URLSearchParams({
    ...(query as Record<string, string>),
    ...(format ? { file_format: format } : {}),
  })
  return `/api/v1/customers/${customer}/${part}${parameters.size ? `?${parameters}` : ''}`
}

export interface Period {
  key: 'month' | 'quarter' | 'year' | 'lastYear'
  from: string
  to: string
}

/** The periods that people ask for, up to a day (`2026-11-21`). */
export function periodsUpTo(today: string): Period[] {
  const year = Number(today.slice(0, 4))
  return [
    { key: 'month', from: daysBefore(today, 29), to: today },
    { key: 'quarter', from: daysBefore(today, 89), to: today },
    { key: 'year', from: `${year}-01-01`, to: today },
    { key: 'lastYear', from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ]
}

function daysBefore(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - days)
  return at.toISOString().slice(0, 10)
}
