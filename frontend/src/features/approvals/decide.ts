/** Deciding many rows of several kinds: one request for each kind, one answer for each row. */
import { resource } from '@/api/resource'
import type { Refusal } from '@/ui/list/ChosenBar.vue'
import type { WaitingRow } from './types'

export interface Decided {
  done: number
  refused: Refusal[]
}

/** The rows of each resource and step together, in the order in which they stand. */
export function groups(rows: WaitingRow[], step: (row: WaitingRow) => string): [string, string, WaitingRow[]][] {
  const found = new Map<string, [string, string, WaitingRow[]]>()
  for (const row of rows) {
    const name = step(row)
    const key = `${row.resource} ${name}`
    if (!found.has(key)) found.set(key, [row.resource, name, []])
    found.get(key)![2].push(row)
  }
  return [...found.values()]
}

export async function decide(rows: WaitingRow[], step: (row: WaitingRow) => string, body = {}): Promise<Decided> {
  const refused: Refusal[] = []
  for (const [name, stepName, members] of groups(rows, step)) {
    const { results } = await resource.bulk(
      name,
      stepName,
      members.map((row) => ({ id: row.document, updated_at: row.updated_at })),
      body,
    )
    for (const result of results) {
      const row = members.find(({ document }) => document === result.id)
      if (!result.ok && row) refused.push({ id: row.id, label: row.label, error: result.error ?? '' })
    }
  }
  return { done: rows.length - refused.length, refused }
}
