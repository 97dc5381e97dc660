/** The shapes every resource shares. The shapes of one resource are generated: `components['schemas']` of schema.d.ts. */

export type Id = number | string

/** A foreign key as it is read; it is written as the bare id. */
export interface Reference {
  id: Id
  label: string
}

/** A step this user may take on this document; `blocked_by` says in one sentence why not now. */
export interface AllowedAction {
  name: string
  label: string
  needs_reason: boolean
  blocked_by: string | null
}

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

export interface FieldChange {
  field: string
  /** What people call the field, in the reader's language. */
  label: string
  type: 'reference' | 'datetime' | 'date' | 'money' | 'number' | 'flag' | 'word' | 'text'
  before?: unknown
  after?: unknown
}

/** The file that an event is about. A picture that is kept has a small one of itself, as a data URL. */
export interface EventFile {
  id: number
  name: string
  media_type: string
  size: number
  note: string
  preview: string | null
  kept: boolean
}

export interface TimelineEvent {
  id: Id
  at: string
  actor: Reference | null
  action: string
  label: string
  from_status: string | null
  to_status: string | null
  reason: string | null
  door: string
  changes: FieldChange[]
  file?: EventFile | null
  /** Another document the event is about. */
  link?: { resource: string; id: Id } | null
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

export interface BulkResult {
  id: Id
  ok: boolean
  /** `stale` when somebody changed the row after it was read. */
  code: string | null
  /** Why the row was refused, in one sentence. */
  error: string | null
}

/** Query parameters of a list, as they stand in the URL and go to the API. */
export type Query = Record<string, string | string[]>
