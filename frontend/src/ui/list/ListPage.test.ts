import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mountScreen } from '@/test/mounting'
import { stubServer, type Sent } from '@/test/stubs'
import { registerEntity } from '../entities'
import { notices } from '../feedback/notify'
import { createShortcutListener } from '../shortcuts'
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
  updated_at: `2026-01-${String(id).padStart(2, '0')}T10:00:00Z`,
})

let sent: Sent[]
let results: Asset[]
/** What stands on the second page. */
let further: Asset[]
let views: SavedView[]

const ofRows = () => sent.filter(({ path }) => path === '/api/v1/assets')

beforeEach(() => {
  registerEntity({ type: 'asset', resource: 'assets', route: 'asset', list: 'assets', icon: '' })
  results = [row(1), row(2), row(3)]
  further = [row(4), row(5)]
  views = []
  sent = stubServer(({ method, path, query, body }) => {
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
    const page =
      query.get('cursor') === 'next'
        ? { next: null, previous: '?cursor=first', results: further }
        : { next: '?cursor=next', previous: null, results }
    return { body: { count: 1001, count_is_exact: false, ...page } }
  })
})

async function mountList(at = '/assets', permissions = ['assets.start-diagnostics'], kind = KIND) {
  const { router } = await mountScreen(ListPage, { props: { kind }, at, permissions })
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

/** Ticks the rows that stand in these places. */
async function choose(...places: number[]) {
  for (const place of places) {
    rowBoxes()[place - 1]!.click()
    await flushPromises()
  }
}

const rowBoxes = () => [...document.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"]')]
const chosenHere = () => rowBoxes().map(({ checked }) => checked)

const stepButton = () =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Start diagnostics'))!

const listen = createShortcutListener()
const press = (key: string, modifiers: object = {}) =>
  listen(new KeyboardEvent('keydown', { key, cancelable: true, ...modifiers }))

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

  it('last while a record is opened beside the list, and closed again', async () => {
    const router = await mountList()
    await choose(1, 3)
    await router.push({ query: { open: '2' } })
    await flushPromises()
    expect(text()).toContain('2 chosen')
    await router.push({ query: {} })
    await flushPromises()
    expect(chosenHere()).toEqual([true, false, true])
    expect(text()).not.toContain('not on this page')
  })

  it('last while the page is turned and the list is sorted, and are counted wherever they stand', async () => {
    await mountList('/assets', ['assets.export'])
    await choose(1, 3)
    control('button', 'Next').click()
    await flushPromises()
    expect(text()).toContain('2 chosen')
    expect(text()).toContain('2 of them not on this page')
    await choose(1)
    expect(text()).toContain('3 chosen')
    control('thead button', 'Tag').click()
    await flushPromises()
    expect(chosenHere()).toEqual([true, false, true])
    expect(text()).toContain('1 of them not on this page')
    expect(control('a', 'Export CSV').getAttribute('href')).toBe(
      '/api/v1/assets/export?file_format=csv&ordering=asset_tag&id=1&id=3&id=4',
    )
  })

  it.each([
    ['filters', { status: 'Received' }],
    ['search', { search: 'pf' }],
  ])('end when the %s change', async (_, query) => {
    const router = await mountList()
    await choose(1)
    await router.push({ query })
    await flushPromises()
    expect(text()).not.toContain('chosen')
    expect(chosenHere()).toEqual([false, false, false])
  })

  it('of this page alone are chosen and let go by its header and by Ctrl+A', async () => {
    await mountList()
    const all = () => document.querySelector<HTMLInputElement>('thead input')!
    await choose(2)
    control('button', 'Next').click()
    await flushPromises()
    expect(all().indeterminate).toBe(false)
    press('a', { ctrlKey: true })
    await flushPromises()
    expect(text()).toContain('3 chosen')
    all().click()
    await flushPromises()
    expect(text()).toContain('1 chosen')
  })

  it('are not extended by shift from a row of another page', async () => {
    await mountList()
    await choose(3)
    control('button', 'Next').click()
    await flushPromises()
    rowBoxes()[1]!.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }))
    await flushPromises()
    expect(chosenHere()).toEqual([false, true])
  })

  it('are no more than the server takes at once', async () => {
    results = Array.from({ length: 200 }, (_, index) => row(index + 1))
    further = [row(201)]
    await mountList('/assets', ['assets.start-diagnostics', 'assets.export'])
    const all = () => document.querySelector<HTMLInputElement>('thead input')!
    const offered = () => stepButton().hasAttribute('disabled')
    all().click()
    await flushPromises()
    expect([text().includes('At most 200 at once'), offered()]).toEqual([false, false])
    control('button', 'Next').click()
    await flushPromises()
    all().click()
    await flushPromises()
    expect(text()).toContain('201 chosen')
    expect([text().includes('At most 200 at once'), offered()]).toEqual([true, true])
    expect(control('a', 'Export CSV').hasAttribute('href')).toBe(false)
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
    stepButton().click()
    await flushPromises()
    expect(sent.find(({ method }) => method === 'POST')!.body).toEqual({
      ids: [1, 2, 3],
      seen: { 1: '2026-01-01T10:00:00Z', 2: '2026-01-02T10:00:00Z', 3: '2026-01-03T10:00:00Z' },
    })
    expect(text()).toContain('It is on the bench.')
    expect(text()).toContain('1 chosen')
  })

  it('speaks of success only where a row took it', async () => {
    notices.value = []
    await mountList()
    await choose(2)
    stepButton().click()
    await flushPromises()
    expect(text()).toContain('It is on the bench.')
    expect(notices.value).toEqual([])
    await choose(1)
    stepButton().click()
    await flushPromises()
    expect(notices.value.map(({ tone, text: said }) => [tone, said])).toEqual([['success', '1 of 2 done']])
  })

  it('takes rows of several pages, each as it was seen last', async () => {
    await mountList()
    await choose(1)
    control('button', 'Next').click()
    await flushPromises()
    await choose(2)
    stepButton().click()
    await flushPromises()
    expect(sent.find(({ method }) => method === 'POST')!.body).toEqual({
      ids: [1, 5],
      seen: { 1: '2026-01-01T10:00:00Z', 5: '2026-01-05T10:00:00Z' },
    })
    expect(text()).not.toContain('chosen')
  })

  it('tells why of a row on another page, and tries again what is shown there since', async () => {
    await mountList()
    await choose(2)
    control('button', 'Next').click()
    await flushPromises()
    results = [row(1), { ...row(2), updated_at: '2026-02-02T10:00:00Z' }, row(3)]
    stepButton().click()
    await flushPromises()
    expect(text()).toContain('AST-2It is on the bench.')
    expect(text()).toContain('1 of them not on this page')
    control('button', 'Previous').click()
    await flushPromises()
    stepButton().click()
    await flushPromises()
    const seen = sent.filter(({ method }) => method === 'POST').map(({ body }) => (body as { seen: object }).seen)
    expect(seen).toEqual([{ 2: '2026-01-02T10:00:00Z' }, { 2: '2026-02-02T10:00:00Z' }])
  })

  it('leaves its key to the record that is open beside the list', async () => {
    const [step] = KIND.bulk!
    const kind = { ...KIND, bulk: [{ ...step!, keys: 's' }], page: { render: () => null } }
    const router = await mountList('/assets', ['assets.start-diagnostics'], kind)
    await choose(1)
    await router.push({ query: { open: '2' } })
    await flushPromises()
    press('s')
    await flushPromises()
    expect(sent.some(({ method }) => method === 'POST')).toBe(false)
    await router.push({ query: {} })
    await flushPromises()
    press('s')
    await flushPromises()
    expect(sent.some(({ method }) => method === 'POST')).toBe(true)
  })

  it('is not offered when some of the chosen cannot take it', async () => {
    results = [row(1), row(2, 'Sold')]
    await mountList()
    await choose(1, 2)
    expect(stepButton().hasAttribute('disabled')).toBe(true)
    expect(text()).toContain('not possible for 1 of 2')
  })

  it('is not there for those without the right', async () => {
    await mountList('/assets', [])
    expect(document.querySelector('tbody input[type="checkbox"]')).toBeNull()
  })
})
