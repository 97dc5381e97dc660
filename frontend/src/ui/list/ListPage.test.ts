import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mountScreen } from '@/test/mounting'
import { stubServer, type Sent } from '@/test/stubs'
import { registerEntity } from '../entities'
import { choices } from './filters'
import type { ListKind } from './kind'
import ListPage from './ListPage.vue'
import type { SavedView } from './views'

interface Asset {
  id: number
  asset_tag: string
  status: string
}

const KIND: ListKind<Asset> = {
  resource: 'assets',
  title: 'assets.title',
  ordering: '-received_date',
  columns: [
    { key: 'asset_tag', label: 'assets.asset_tag', link: true, sort: true },
    { key: 'status', label: 'assets.status', kind: 'status' },
  ],
  filters: [{ type: 'choice', key: 'status', label: 'assets.status', options: choices('Received', 'Sold') }],
  views: [{ key: 'sold', label: 'assets.views.sold', query: { status: ['Sold'] } }],
  bulk: [
    {
      name: 'start-diagnostics',
      label: 'assets.steps.start_diagnostics',
      permission: 'assets.start-diagnostics',
      applies: ({ status }) => status === 'Received',
    },
  ],
  create: { label: 'receive.title', permission: 'assets.receive', to: '/assets/receive' },
  empty: { title: 'assets.empty', text: 'assets.emptyText' },
}

const view = (id: number, query: string, facts: Partial<SavedView> = {}): SavedView => ({
  id,
  query,
  list: 'assets',
  name: `View ${id}`,
  user: { id: 1, label: 'Ama' },
  shared: false,
  is_default: false,
  position: id,
  created_at: '',
  updated_at: '',
  ...facts,
})

const row = (id: number, status = 'Received') => ({
  id,
  asset_tag: `AST-${id}`,
  status,
  updated_at: `2026-01-0${id}T10:00:00Z`,
})

let sent: Sent[]
let results: Asset[]
let views: SavedView[]

const ofRows = () => sent.filter(({ path }) => path === '/api/v1/assets')

beforeEach(() => {
  registerEntity({ type: 'asset', resource: 'assets', route: 'asset', list: 'assets', icon: '' })
  results = [row(1), row(2), row(3)]
  views = []
  sent = stubServer(({ method, path, body }) => {
    if (path === '/api/v1/saved-views' && method === 'GET') return { body: { next: null, results: views } }
    if (path.startsWith('/api/v1/saved-views')) {
      const known = views.find(({ id }) => path.endsWith(`/${id}`))
      if (method === 'DELETE') views = views.filter((one) => one !== known)
      const made = { ...view(9, ''), ...known, ...(body as object) }
      if (method === 'POST') views = [...views, made]
      if (method === 'PATCH') views = views.map((one) => (one === known ? made : one))
      return method === 'DELETE' ? { status: 204 } : { body: made, headers: { ETag: '"v1"' } }
    }
    if (path.endsWith('/bulk/start-diagnostics')) {
      const { ids } = body as { ids: number[] }
      return {
        body: {
          results: ids.map((id) => ({
            id,
            ok: id !== 2,
            error: id === 2 ? 'It is on the bench.' : null,
          })),
        },
      }
    }
    return { body: { count: 1001, count_is_exact: false, next: '?cursor=next', previous: null, results } }
  })
})

async function mountList(at = '/assets', permissions = ['assets.start-diagnostics']) {
  const { router } = await mountScreen(ListPage, { props: { kind: KIND }, at, permissions })
  router.addRoute({ path: '/assets/:id', name: 'asset', component: { render: () => null } })
  await flushPromises()
  return router
}

const text = () => document.body.textContent!
const control = (selector: string, name: string) =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((one) => one.textContent?.trim() === name)!

describe('a list', () => {
  it('asks for what the address says, fifty at a time, and leaves junk out', async () => {
    await mountList('/assets?status=Sold&status=Lost&colour=red')
    const asked = ofRows().map(({ query }) => Object.fromEntries(query))
    expect(asked).toEqual([{ page_size: '50', ordering: '-received_date', status: 'Sold' }])
  })

  it('shows the rows and that there are more than were counted', async () => {
    await mountList()
    expect(text()).toContain('AST-1')
    expect(text()).toContain('1,001+')
  })

  it('turns the page by an address that Back undoes', async () => {
    const router = await mountList()
    control('button', 'Next').click()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ cursor: 'next' })
    expect(ofRows().at(-1)!.query.get('cursor')).toBe('next')
    router.back()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({})
  })

  it('searches a moment after the typing stops, from the first page', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const router = await mountList('/assets?cursor=next')
    const field = document.querySelector<HTMLInputElement>('input[type="search"]')!
    for (const typed of ['p', 'pf', 'pf3']) {
      field.value = typed
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    await vi.advanceTimersByTimeAsync(300)
    vi.useRealTimers()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ search: 'pf3' })
    expect(sent.filter(({ query }) => query.has('search'))).toHaveLength(1)
  })

  it('tells nothing yet from nothing that matches', async () => {
    results = []
    await mountList()
    expect(text()).toContain('No devices yet')
    document.body.innerHTML = ''
    await mountList('/assets?status=Sold')
    expect(text()).toContain('Nothing matches')
  })

  it('offers what may be created only to those who may', async () => {
    await mountList()
    expect(control('a', 'Receive')).toBeUndefined()
    document.body.innerHTML = ''
    await mountList('/assets', ['assets.receive'])
    expect(control('a', 'Receive')).toBeDefined()
  })
})

async function choose(...ids: number[]) {
  for (const id of ids) {
    document.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"]')[id - 1]!.click()
    await flushPromises()
  }
}

const menuItem = (name: string) => control('[role^="menuitem"]', name)

async function openViews(): Promise<void> {
  const menus = [...document.querySelectorAll<HTMLElement>('button[aria-haspopup="menu"]')]
  const button = menus.find(({ textContent }) => textContent?.includes('View'))!
  button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await flushPromises()
}

async function pick(name: string): Promise<void> {
  await openViews()
  menuItem(name).click()
  await flushPromises()
}

describe('the saved views', () => {
  it('are begun with by those who come by the bare address, before anything is listed', async () => {
    views = [view(4, 'status=Sold&ordering=asset_tag', { is_default: true })]
    const router = await mountList()
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'], ordering: 'asset_tag', view: '4' })
    expect(ofRows().map(({ query }) => query.get('status'))).toEqual(['Sold'])
    expect(text()).toContain('View 4')
  })

  it('are not begun with when the address says what to show, nor when the default is another person’s', async () => {
    views = [view(4, 'status=Sold', { is_default: true })]
    const router = await mountList('/assets?search=pf')
    expect(router.currentRoute.value.query).toEqual({ search: 'pf' })
    document.body.innerHTML = ''
    views = [view(4, 'status=Sold', { is_default: true, shared: true, user: { id: 2, label: 'Kofi' } })]
    expect((await mountList()).currentRoute.value.query).toEqual({})
  })

  it('are chosen from the menu, and left by it', async () => {
    views = [view(4, 'status=Sold&columns=asset_tag'), view(5, '', { list: 'orders', name: 'Of orders' })]
    const router = await mountList()
    await openViews()
    expect(menuItem('Of orders')).toBeUndefined()
    menuItem('View 4').click()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'], columns: 'asset_tag', view: '4' })
    expect(document.querySelectorAll('thead th')).toHaveLength(2)
    await pick('All')
    expect(router.currentRoute.value.query).toEqual({})
  })

  it('keep what is shown now under a name', async () => {
    const router = await mountList('/assets?status=Sold&cursor=next')
    await pick('Save as a new view')
    const field = document.querySelector<HTMLInputElement>('[role="dialog"] input')!
    field.value = 'Sold ones'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    control('[role="dialog"] button', 'Save').click()
    await flushPromises()
    const { body } = sent.find(({ method }) => method === 'POST')!
    expect(body).toEqual({ list: 'assets', name: 'Sold ones', query: 'status=Sold', is_default: false })
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'], view: '9' })
    expect(text()).toContain('Sold ones')
  })

  it('tell when they were changed, and take the change on the version that was seen', async () => {
    views = [view(4, 'status=Sold')]
    await mountList('/assets?status=Received&view=4')
    expect(text()).toContain('changed')
    await pick('Save the changes to “View 4”')
    const patch = sent.find(({ method }) => method === 'PATCH')!
    expect([patch.path, patch.body]).toEqual(['/api/v1/saved-views/4', { query: 'status=Received' }])
    expect(patch.headers.get('If-Match')).toBe('"v1"')
    expect(text()).not.toContain('changed')
  })

  it('are deleted after a question', async () => {
    views = [view(4, 'status=Sold')]
    const router = await mountList('/assets?status=Sold&view=4')
    await pick('Delete the view')
    expect(sent.some(({ method }) => method === 'DELETE')).toBe(false)
    control('[role="dialog"] button', 'Delete the view').click()
    await flushPromises()
    expect(sent.find(({ method }) => method === 'DELETE')!.path).toBe('/api/v1/saved-views/4')
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'] })
  })

  it('of others are looked after by those who may share alone', async () => {
    views = [view(4, 'status=Sold', { shared: true, user: { id: 2, label: 'Kofi' } })]
    await mountList('/assets?status=Received&view=4', [])
    await openViews()
    const offered = ['Save the changes to “View 4”', 'Edit the view', 'Delete the view', 'Save as a new view']
    expect(offered.map((name) => menuItem(name) !== undefined)).toEqual([false, false, false, true])
    document.body.innerHTML = ''
    await mountList('/assets?status=Received&view=4', ['saved-views.share'])
    await pick('Edit the view')
    expect([...document.querySelectorAll('[role="dialog"] label')].map((label) => label.textContent?.trim())).toEqual([
      'Name',
      'Place in the menu',
      'Share with everybody',
    ])
  })
})

describe('the columns', () => {
  const boxes = () => [...document.querySelectorAll<HTMLInputElement>('fieldset input')]

  async function hideStatus(): Promise<void> {
    document.querySelector<HTMLElement>('button[aria-label="Columns"]')!.click()
    await flushPromises()
    boxes()[0]!.dispatchEvent(new Event('change'))
    await flushPromises()
  }

  it('are remembered by the browser', async () => {
    const router = await mountList('/assets?search=pf')
    await hideStatus()
    expect(router.currentRoute.value.query).toEqual({ search: 'pf' })
    expect(localStorage.getItem('fettle.table-columns.assets')).toBe('["status"]')
  })

  it('are part of a view where one is shown', async () => {
    views = [view(4, 'status=Sold')]
    const router = await mountList('/assets?status=Sold&view=4')
    await hideStatus()
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'], view: '4', columns: 'asset_tag' })
    expect(localStorage.getItem('fettle.table-columns.assets')).toBeNull()
    expect(text()).toContain('changed')
  })
})

describe('the chosen rows', () => {
  it('are taken as a file, in the order of the list, by those who may', async () => {
    await mountList('/assets?ordering=asset_tag&status=Received', ['assets.export'])
    await choose(1, 3)
    const hrefs = ['Export CSV', 'Export XLSX'].map((name) => control('a', name).getAttribute('href'))
    expect(hrefs).toEqual([
      '/api/v1/assets/export?file_format=csv&ordering=asset_tag&id=1&id=3',
      '/api/v1/assets/export?file_format=xlsx&ordering=asset_tag&id=1&id=3',
    ])
  })

  it('are no file for those who may only take steps', async () => {
    await mountList()
    await choose(1)
    expect(text()).toContain('1 chosen')
    expect(control('a', 'Export CSV')).toBeUndefined()
  })
})

describe('a bulk step', () => {
  it('keeps the rows that were refused chosen, with the reason', async () => {
    await mountList()
    await choose(1, 2, 3)
    control('button', 'Start diagnostics').click()
    await flushPromises()
    expect(sent.find(({ method }) => method === 'POST')!.body).toEqual({
      ids: [1, 2, 3],
      seen: { 1: '2026-01-01T10:00:00Z', 2: '2026-01-02T10:00:00Z', 3: '2026-01-03T10:00:00Z' },
    })
    expect(text()).toContain('It is on the bench.')
    expect(text()).toContain('1 chosen')
  })

  it('is not offered when some of the chosen cannot take it', async () => {
    results = [row(1), row(2, 'Sold')]
    await mountList()
    await choose(1, 2)
    expect(control('button', 'Start diagnostics').hasAttribute('disabled')).toBe(true)
    expect(text()).toContain('not possible for 1 of 2')
  })

  it('is not there for those without the right', async () => {
    await mountList('/assets', [])
    expect(document.querySelector('tbody input[type="checkbox"]')).toBeNull()
  })
})
