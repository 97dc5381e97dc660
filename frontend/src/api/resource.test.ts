import { beforeEach, describe, expect, it, vi } from 'vitest'
import { refusal, stubServer } from '@/test/stubs'
import { csrfToken, whenSignedOut } from './client'
import { ApiError } from './errors'
import { cursorOf, resource } from './resource'

beforeEach(() => {
  document.cookie = 'csrftoken=secret'
})

describe('requests', () => {
  it('repeats a parameter for each of its values', async () => {
    const sent = stubServer(() => ({ body: { results: [] } }))
    await resource.list('assets', { status: ['Sold', 'Reserved'], ordering: '-id' })
    expect(sent[0]!.path).toBe('/api/v1/assets')
    expect(sent[0]!.query.getAll('status')).toEqual(['Sold', 'Reserved'])
    expect(sent[0]!.headers.get('X-CSRFToken')).toBeNull()
  })

  it('gives a document with its version', async () => {
    stubServer(() => ({ body: { id: 1 }, headers: { ETag: '"7"' } }))
    expect(await resource.detail('assets', 1)).toEqual({ document: { id: 1 }, etag: '"7"' })
  })

  it('sends the version and the CSRF token with a change', async () => {
    const sent = stubServer(() => ({ body: { id: 1 } }))
    await resource.update('customers', 1, { city: 'Kumasi' }, '"7"')
    expect(sent[0]).toMatchObject({ method: 'PATCH', body: { city: 'Kumasi' } })
    expect(sent[0]!.headers.get('If-Match')).toBe('"7"')
    expect(sent[0]!.headers.get('X-CSRFToken')).toBe('secret')
  })

  it('performs a step at its path, with the key of the act', async () => {
    const sent = stubServer(() => ({ body: { id: 3 } }))
    await resource.step('assets', 3, 'record-diagnostics', { notes: '' }, { key: 'k1' })
    expect(sent[0]!.path).toBe('/api/v1/assets/3/record-diagnostics')
    expect(sent[0]!.headers.get('Idempotency-Key')).toBe('k1')
  })

  it('makes a new key for every act that has none', async () => {
    const sent = stubServer(() => ({ body: { id: 3 } }))
    await resource.create('customers', {})
    await resource.create('customers', {})
    const made = sent.map(({ headers }) => headers.get('Idempotency-Key'))
    expect(made[0]).toBeTruthy()
    expect(made[0]).not.toBe(made[1])
  })

  it('answers a bulk step row by row', async () => {
    const results = [{ id: 1, ok: false, code: 'stale', error: 'No.' }]
    const sent = stubServer(() => ({ body: { results } }))
    const rows = [{ id: 1, updated_at: '2026-01-05T10:00:00.123456Z' }, { id: 2 }]
    expect(await resource.bulk('assets', 'move', rows, { location: 2 })).toEqual({ results })
    expect(sent[0]).toMatchObject({
      path: '/api/v1/assets/bulk/move',
      body: { ids: [1, 2], seen: { 1: '2026-01-05T10:00:00.123456Z' }, location: 2 },
    })
  })
})

describe('refusals', () => {
  it('become an ApiError with what the server said', async () => {
    stubServer(() => ({
      status: 409,
      body: refusal({ code: 'action_not_allowed', detail: 'Sold already.', attr: null }),
    }))
    const error = await resource.step('assets', 1, 'sell').catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      status: 409,
      code: 'action_not_allowed',
      message: 'Sold already.',
      requestId: 'req-1',
    })
  })

  it('tell of a session that has ended', async () => {
    const ended = vi.fn()
    whenSignedOut(ended)
    stubServer(() => ({ status: 401, body: refusal({ code: 'not_authenticated', detail: 'Sign in.', attr: null }) }))
    await expect(resource.list('assets', {})).rejects.toThrow('Sign in.')
    expect(ended).toHaveBeenCalledOnce()
  })

  it('tell that the server was not reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    const error = await resource.list('assets', {}).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ status: 0, isOffline: true })
  })
})

it.each([
  [null, null],
  ['https://host/api/v1/assets?page_size=50&cursor=abc%3D', 'abc='],
  ['abc=', 'abc='],
])('cursorOf(%s) is %s', (link, cursor) => {
  expect(cursorOf(link)).toBe(cursor)
})

it('finds the token under the name production gives it', () => {
  expect(csrfToken('a=1; __Host-csrftoken=xyz; b=2')).toBe('xyz')
  expect(csrfToken('notcsrftoken=xyz')).toBeNull()
})
