/** The changes of one event, as the database wrote them: each field with what it was and what it became. */

export interface Change {
  field: string
  before: string
  after: string
}

const told = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A field that was empty and stayed so says nothing. */
export function changesOf(changes: unknown): Change[] {
  if (!changes || typeof changes !== 'object') return []
  return Object.entries(changes as Record<string, [unknown, unknown] | unknown>)
    .map(([field, pair]) => {
      const [before, after] = Array.isArray(pair) ? pair : [null, pair]
      return { field, before: told(before), after: told(after) }
    })
    .filter(({ before, after }) => before !== after)
    .toSorted((a, b) => a.field.localeCompare(b.field))
}
