import createClient, { type Middleware } from 'openapi-fetch'
import { ApiError, problemOf } from './errors'
import type { paths } from './schema'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

type Listener = () => void
const onSignedOut = new Set<Listener>()

/** Calls back when the server answers that nobody is signed in any more. */
export function whenSignedOut(listener: Listener): void {
  onSignedOut.add(listener)
}

/** The token of Django's CSRF cookie, under whichever prefix production gives it. */
export function csrfToken(cookies = document.cookie): string | null {
  return cookies.match(/(?:^|;\s*)(?:__Host-|__Secure-)?csrftoken=([^;]+)/)?.[1] ?? null
}

export function commonHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': document.documentElement.lang || 'en' }
  const token = SAFE_METHODS.has(method) ? null : csrfToken()
  if (token) headers['X-CSRFToken'] = token
  return headers
}

/** A new key for one act of the user; the same act sent again carries the same key and happens once. */
export const idempotencyKey = (): string => crypto.randomUUID()

/** The refusal that a response is; who holds on to a session hears when it has ended. */
export async function refusalOf(response: Response): Promise<ApiError> {
  if (response.status === 401) for (const listener of onSignedOut) listener()
  return new ApiError(response.status, await problemOf(response))
}

export function neverArrived(error: unknown): ApiError {
  return new ApiError(0, { type: 'offline', errors: [{ code: 'offline', detail: String(error), attr: null }] })
}

const middleware: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(commonHeaders(request.method))) request.headers.set(name, value)
    return request
  },
  async onResponse({ response }) {
    if (!response.ok) throw await refusalOf(response)
  },
  onError({ error }) {
    if (error instanceof ApiError || (error instanceof DOMException && error.name === 'AbortError')) return
    return neverArrived(error)
  },
}

export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  headers: { Accept: 'application/json' },
  querySerializer: { array: { style: 'form', explode: true } },
  fetch: (request) => globalThis.fetch(request),
})
api.use(middleware)
