import type { Row } from '@/api/types'
import type { Field } from '../fields'

export interface Column<T extends Row> extends Field<T> {
  /** Sorts by the field of this name, or by the key itself. */
  sort?: string | true
  /** Shown on a phone, where a table has room for three. */
  phone?: boolean
  /** Gives way where a table has room for the most important alone: beside the navigation of a small screen. */
  roomy?: boolean
  /** Takes the room that the others leave: free text, of which more tells more. */
  grows?: boolean
  /** Not shown until the reader asks for it. */
  hidden?: boolean
  /** Always shown, and a link to the row's page. */
  link?: boolean
}

export interface SortState {
  field: string
  descending: boolean
}

export function sortField<T extends Row>(column: Column<T>): string | null {
  return column.sort === true ? column.key : (column.sort ?? null)
}

export function isNumeric<T extends Row>(column: Column<T>): boolean {
  return column.kind === 'money' || column.kind === 'number'
}

/** A column that gives way where there is little room. */
export function isText<T extends Row>(column: Column<T>): boolean {
  return column.kind === undefined || column.kind === 'text' || column.kind === 'reference'
}

/** What the styles know of a column. */
export const classesOf = <T extends Row>(column: Column<T>): Record<string, boolean> => ({
  'is-number': isNumeric(column),
  'is-text': isText(column),
  'is-wide': !column.phone,
  'is-roomy': column.roomy === true,
  'is-growing': column.grows === true,
  code: column.kind === 'code',
})

/** The first field of an `ordering` parameter: the one a table header shows. */
export function readOrdering(ordering: string): SortState | null {
  const [first] = ordering.split(',')
  if (!first) return null
  return first.startsWith('-') ? { field: first.slice(1), descending: true } : { field: first, descending: false }
}

/** What a click on a header asks for: ascending first, then the other way round. */
export function nextOrdering(ordering: string, field: string): string {
  const current = readOrdering(ordering)
  return current?.field === field && !current.descending ? `-${field}` : field
}
