import type { Query } from '@/api/types'

/** The address of a file with all that the list's search and filters match. */
export function exportHref(resource: string, query: Query, format: string): string {
  const parameters = new URLSearchParams({ file_format: format })
  for (const [name, value] of Object.entries(query)) {
    if (name === 'cursor' || name === 'page_size') continue
    for (const one of [value].flat()) parameters.append(name, one)
  }
  return `/api/v1/${resource}/export?${parameters}`
}
