/** The rows of the list a record was opened from, so that `[` and `]` walk through them. */
import type { Id } from '@/api/types'

const listed = new Map<string, Id[]>()

export function rememberListed(resource: string, ids: Id[]): void {
  listed.set(resource, ids)
}

export function neighbour(resource: string, id: Id, step: 1 | -1): Id | null {
  const ids = listed.get(resource) ?? []
  const index = ids.findIndex((other) => String(other) === String(id))
  return index < 0 ? null : (ids[index + step] ?? null)
}
