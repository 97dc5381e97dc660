/** The shapes every resource shares. The shapes of one resource are generated: `components['schemas']` of schema.d.ts. */

import type { components } from './schema'

type Schemas = components['schemas']

export type Id = number | string

/** A foreign key as it is read; it is written as the bare id. */
export interface Reference {
  id: Id
  label: string
}

/** A step this user may take on this document; `blocked_by` says in one sentence why not now. */
export type AllowedAction = Schemas['AllowedAction']

export interface Row {
  id: Id
  /** When it was last changed; rows that are written once have none. */
  updated_at?: string
}

export interface Document extends Row {
  status?: string | null
  /** None where the kind has no steps. */
  allowed_actions?: AllowedAction[]
}

export interface Page<T> {
  count: number
  count_is_exact: boolean
  next: string | null
  previous: string | null
  results: T[]
}

/** A document as one read gave it; `etag` goes back as If-Match when it is changed. */
export interface Versioned<T> {
  document: T
  etag: string | null
}

/** One field that an event changed; `label` is what people call it, in the reader's language. */
export type FieldChange = Schemas['EventChange']

/** The file that an event is about. A picture that is kept has a small one of itself, as a data URL. */
export type EventFile = Schemas['EventFile']

/** An event of a document's life; in a device's story somebody need not have acted, and another document may be meant. */
export type TimelineEvent = Omit<Schemas['TimelineEvent'], 'actor'> & {
  actor: Schemas['Named'] | null
  link?: Schemas['EventLink'] | null
}

/** What a step would do to one amount of one document. */
export interface Effect {
  /** As people call the kind: `credit note`. */
  type: string
  id: Id
  label: string
  what: string
  before: string
  after: string
  currency: string
}

/** What became of one row: `stale` is the code when somebody changed it after it was read. */
export type BulkResult = Schemas['BulkResult']

/** Query parameters of a list, as they stand in the URL and go to the API. */
export type Query = Record<string, string | string[]>
