/** The permission matrix as a table: its rows by resource, narrowed to what somebody looks for. */
import type { Matrix, RoleName } from './types'

type MatrixRow = Matrix['rows'][number]

export interface ResourceRows {
  resource: string
  label: string
  rows: MatrixRow[]
}

export interface Sought {
  text: string
  role: RoleName | null
}

/** What a right may be found by: its name in the code, as in `assets.move`, and in the reader's language. */
const named = ({ resource, action, resource_label, action_label }: MatrixRow) =>
  `${resource}.${action} ${resource_label} ${action_label}`.toLowerCase()

/** Every word must stand in the right's name; with a role, only what that role may. */
export function rowsByResource({ rows }: Matrix, { text, role }: Sought): ResourceRows[] {
  const words = text
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean)
  const wanted = rows.filter(
    (row) => (role === null || row.roles.includes(role)) && words.every((word) => named(row).includes(word)),
  )
  const resources = new Map(wanted.map(({ resource, resource_label }) => [resource, resource_label]))
  return [...resources].map(([resource, label]) => ({
    resource,
    label,
    rows: wanted.filter((row) => row.resource === resource),
  }))
}
