/** What every collection of the API can do, by its name. One-off endpoints use the typed `api` itself. */
import { api, idempotencyKey } from './client'
import type { BulkResult, Id, Page, Query, Row, TimelineEvent, Versioned } from './types'

type Method = 'get' | 'post' | 'patch' | 'delete'

interface Init {
  params?: { query?: object }
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** The typed client under names known at run time only: the one place where its types are set aside. */
const request = api.request as unknown as (
  method: Method,
  path: string,
  init?: Init,
) => Promise<{ data?: unknown; response: Response }>

async function send<T>(method: Method, path: string, init?: Init): Promise<T> {
  return (await request(method, `/api/v1/${path}`, init)).data as T
}

async function sendVersioned<T>(method: Method, path: string, init?: Init): Promise<Versioned<T>> {
  const { data, response } = await request(method, `/api/v1/${path}`, init)
  return { document: data as T, etag: response.headers.get('ETag') }
}

export interface WriteOptions {
  /** Given when the same act may be sent twice; made here otherwise. */
  key?: string
  etag?: string | null
  query?: Query
}

function writeHeaders({ key = idempotencyKey(), etag }: WriteOptions): Record<string, string> {
  return { 'Idempotency-Key': key, ...(etag ? { 'If-Match': etag } : {}) }
}

const seenOf = (rows: Row[]) => Object.fromEntries(rows.flatMap(({ id, updated_at: at }) => (at ? [[id, at]] : [])))

export const resource = {
  list: <T>(name: string, query: Query, signal?: AbortSignal) =>
    send<Page<T>>('get', name, { params: { query }, signal }),

  detail: <T>(name: string, id: Id, signal?: AbortSignal) => sendVersioned<T>('get', `${name}/${id}`, { signal }),

  /** A read below a document: its passport, its statement, its open items. */
  part: <T>(name: string, id: Id, part: string, signal?: AbortSignal) =>
    send<T>('get', `${name}/${id}/${part}`, { signal }),

  timeline: (name: string, id: Id, signal?: AbortSignal) =>
    send<{ results: TimelineEvent[] }>('get', `${name}/${id}/timeline`, { signal }),

  create: <T>(name: string, body: object, options: WriteOptions = {}) =>
    send<T>('post', name, { body, headers: writeHeaders(options) }),

  update: <T>(name: string, id: Id, body: object, etag: string | null) =>
    send<T>('patch', `${name}/${id}`, { body, headers: writeHeaders({ etag }) }),

  remove: (name: string, id: Id, etag: string | null) =>
    send<void>('delete', `${name}/${id}`, { headers: writeHeaders({ etag }) }),

  /** The one row of an address that has no ids: the own profile, the settings. */
  only: <T>(name: string, signal?: AbortSignal) => sendVersioned<T>('get', name, { signal }),

  updateOnly: <T>(name: string, body: object, etag: string | null) =>
    sendVersioned<T>('patch', name, { body, headers: writeHeaders({ etag }) }),

  /** Performs a step; the answer is the fresh document. */
  step: <T>(name: string, id: Id, step: string, body: object = {}, options: WriteOptions = {}) =>
    sendVersioned<T>('post', `${name}/${id}/${step}`, {
      body,
      params: { query: options.query ?? {} },
      headers: writeHeaders(options),
    }),

  /** Performs a step on many rows: one that was changed since it was read is refused, the others are not. */
  bulk: (name: string, step: string, rows: Row[], body: object = {}, options: WriteOptions = {}) =>
    send<{ results: BulkResult[] }>('post', `${name}/bulk/${step}`, {
      body: { ...body, ids: rows.map(({ id }) => id), seen: seenOf(rows) },
      headers: writeHeaders(options),
    }),
}

/** The cursor of a page link, which is an address or the bare cursor. */
export function cursorOf(link: string | null): string | null {
  if (!link) return null
  const query = link.indexOf('?')
  return query < 0 ? link : new URLSearchParams(link.slice(query)).get('cursor')
}
