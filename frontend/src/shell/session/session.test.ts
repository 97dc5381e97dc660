import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTestRouter } from '@/test/mounting'
import { refusal, stubServer } from '@/test/stubs'
import { goOn, safeNext } from '../pages/safeNext'
import { sendCode, signIn } from './auth'
import { useSession } from './store'

const ME = { id: 1, full_name: 'Ama', permissions: ['assets.receive'], business: { name: 'B', currency: 'GHS' } }

beforeEach(() => {
  setActivePinia(createPinia())
  document.cookie = 'csrftoken=secret'
})

describe('the session', () => {
  it('knows what the person may do', async () => {
    stubServer(() => ({ body: ME }))
    const session = useSession()
    expect(await session.load()).toBe(true)
    expect(session.can('assets.receive')).toBe(true)
    expect(session.can('invoices.issue')).toBe(false)
    expect(session.can(undefined)).toBe(true)
  })

  it('may do nothing while nobody is signed in', async () => {
    stubServer(() => ({ status: 401, body: refusal({ code: 'not_authenticated', detail: '', attr: null }) }))
    const session = useSession()
    expect(await session.load()).toBe(false)
    expect(session.can('assets.receive')).toBe(false)
  })

  it('expires only for somebody who was at work', async () => {
    stubServer(() => ({ body: ME }))
    const session = useSession()
    session.expire()
    expect(session.hasExpired).toBe(false)
    await session.load()
    session.expire()
    expect(session.hasExpired).toBe(true)
  })
})

describe('signing in', () => {
  it('takes a name or an address', async () => {
    const sent = stubServer(() => ({ body: { status: 200 } }))
    await signIn('manager', 'secret')
    await signIn('m@example.com', 'secret')
    expect(sent.map(({ body }) => body)).toEqual([
      { username: 'manager', password: 'secret' },
      { email: 'm@example.com', password: 'secret' },
    ])
    expect(sent[0]!.headers.get('X-CSRFToken')).toBe('secret')
  })

  it('asks for a second proof where the account has one', async () => {
    const flows = [{ id: 'login' }, { id: 'mfa_authenticate', is_pending: true, types: ['totp'] }]
    stubServer(() => ({ status: 401, body: { status: 401, data: { flows } } }))
    expect(await signIn('manager', 'secret')).toEqual({ state: 'second-factor', types: ['totp'] })
  })

  it('is done when somebody is signed in already', async () => {
    stubServer(() => ({ status: 409, body: { status: 409 } }))
    expect(await signIn('manager', 'secret')).toEqual({ state: 'done' })
  })

  it('says why it was refused, in the shape of all errors', async () => {
    const errors = [{ code: 'incorrect_code', message: 'Incorrect code.', param: 'code' }]
    stubServer(() => ({ status: 400, body: { status: 400, errors } }))
    await expect(sendCode('1')).rejects.toMatchObject({
      problem: { errors: [{ code: 'incorrect_code', detail: 'Incorrect code.', attr: 'code' }] },
    })
  })
})

it.each([
  ['/assets?status=Sold', '/assets?status=Sold'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  [undefined, '/'],
])('after signing in %s leads to %s', (next, path) => {
  expect(safeNext(next)).toBe(path)
})

it.each([
  ['/assets', '/assets', null],
  ['/administrators', '/administrators', null],
  ['/admin/', '/login', '/admin/'],
  ['/api/docs', '/login', '/api/docs'],
  ['//evil.example/admin/', '/', null],
])('going on to %s stays in the application or leaves it for our own pages', async (next, path, left) => {
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined)
  const router = makeTestRouter()
  await router.push('/login')
  await goOn(router, next)
  expect(router.currentRoute.value.path).toBe(path)
  expect(assign.mock.calls.flat()).toEqual(left ? [left] : [])
  assign.mockRestore()
})
