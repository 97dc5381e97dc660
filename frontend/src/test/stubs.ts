import { vi } from 'vitest'

export interface Sent {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  body: unknown
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }

/** Answers every request from a function and keeps what was sent. */
export function stubServer(answer: (sent: Sent) => Answer): Sent[] {
  const requests: Sent[] = []
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(input, location.origin), init)
    const url = new URL(request.url)
    const text = await request.clone().text()
    const sent = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text ? (JSON.parse(text) as unknown) : null,
    }
    requests.push(sent)
    const { status = 200, body = {}, headers = {} } = answer(sent)
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
  })
  return requests
}

export const refusal = (...errors: { code: string; detail: string; attr: string | null }[]) => ({
  type: 'client_error',
  errors,
  request_id: 'req-1',
})
