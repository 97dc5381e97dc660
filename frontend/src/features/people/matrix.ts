/** The permission matrix as a table: its rows by resource, narrowed to what somebody looks for. */
import type { Matrix, RoleName } from './types'

type MatrixRow = Matrix['rows'][number]

export interface ResourceRows {
  resource: string
  rows: MatrixRow[]
}

export interface Sought {
  text: string
  role: RoleName | null
}

/** Every word must stand in the right's name; with a role, only what that role may. */
export function rowsByResource({ rows }: Matrix, { text, role }: Sought): ResourceRows[] {
  const words = text
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean)
  const wanted = rows.filter(
    (row) =>
      (role === null || row.roles.includes(role)) &&
      words.every((word) => `${row.resource}.${row.action}`.includes(word)),
  )
  const resources = [...new Set(wanted.map(({ resource }) => resource))]
  return resources.map((resource) => ({ resource, rows: wanted.filter((row) => row.resource === resource) }))
}
