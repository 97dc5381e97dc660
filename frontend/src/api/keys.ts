/** The cache keys of every query. All keys of one resource begin with its name, so that a write can invalidate them at once. */
import type { Id, Query } from './types'

export const keys = {
  all: (name: string) => [name] as const,
  lists: (name: string) => [name, 'list'] as const,
  list: (name: string, query: Query) => [name, 'list', query] as const,
  detail: (name: string, id: Id) => [name, 'detail', String(id)] as const,
  part: (name: string, id: Id, part: string) => [name, 'detail', String(id), part] as const,
  timeline: (name: string, id: Id) => [name, 'detail', String(id), 'timeline'] as const,
  rehearsal: (name: string, id: Id, step: string) => ['rehearsal', name, String(id), step] as const,
  options: (name: string, search: string, within: Query = {}) => [name, 'options', search, within] as const,
  me: ['me'] as const,
  only: (name: string) => [name, 'only'] as const,
  search: (text: string) => ['search', text] as const,
}
