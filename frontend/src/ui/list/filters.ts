/** The filters a list declares. Each owns one or two query parameters, named as the API names them. */
import type { LocationQuery } from 'vue-router'
import type { Query } from '@/api/types'
import type { Resource } from '../references'

export interface Choice {
  value: string
  /** Translation key; the value is shown as a status word without one. */
  label?: string
}

interface Common {
  key: string
  /** Translation key. */
  label: string
}

export type Filter = Common &
  (
    | { type: 'choice'; options: readonly Choice[] }
    | { type: 'reference'; resource: Resource; me?: boolean }
    | { type: 'dates' }
    | { type: 'amounts' }
    | { type: 'flag' }
    /** One word, exactly as it is typed. */
    | { type: 'text' }
  )

export interface Parameter {
  name: string
  multiple: boolean
  accepts: (value: string) => boolean
}

const isDate = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
const isAmount = (value: string) => /^\d+(\.\d{1,2})?$/.test(value)
const isId = (value: string) => /^\d+$/.test(value)

export const choices = (...values: string[]): Choice[] => values.map((value) => ({ value }))

export function parametersOf(filter: Filter): Parameter[] {
  const { key } = filter
  switch (filter.type) {
    case 'choice': {
      const known = new Set(filter.options.map(({ value }) => value))
      return [{ name: key, multiple: true, accepts: (value) => known.has(value) }]
    }
    case 'reference':
      return [{ name: key, multiple: false, accepts: (value) => isId(value) || (filter.me === true && value === 'me') }]
    case 'dates':
      return [`${key}_after`, `${key}_before`].map((name) => ({ name, multiple: false, accepts: isDate }))
    case 'amounts':
      return [`${key}_min`, `${key}_max`].map((name) => ({ name, multiple: false, accepts: isAmount }))
    case 'flag':
      return [{ name: key, multiple: false, accepts: (value) => value === 'true' || value === 'false' }]
    case 'text':
      return [{ name: key, multiple: false, accepts: () => true }]
  }
}

/** What of a URL these filters understand. Junk in a link is left out: it never breaks a page, nor filters unseen. */
export function readFilters(query: LocationQuery, filters: readonly Filter[]): Query {
  const read: Query = {}
  for (const { name, multiple, accepts } of filters.flatMap(parametersOf)) {
    const values = [query[name]].flat().filter((value): value is string => !!value && accepts(value))
    if (values.length) read[name] = multiple ? values : values[0]!
  }
  return read
}

export function isActive(filter: Filter, query: Query): boolean {
  return parametersOf(filter).some(({ name }) => query[name] !== undefined)
}

/** The query without one filter's parameters. */
export function without(query: Query, filter: Filter): Query {
  const names = new Set(parametersOf(filter).map(({ name }) => name))
  return Object.fromEntries(Object.entries(query).filter(([name]) => !names.has(name)))
}
