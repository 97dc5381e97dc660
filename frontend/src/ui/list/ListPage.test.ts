import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mountScreen } from '@/test/mounting'
import { stubServer, type Sent } from '@/test/stubs'
import { registerEntity } from '../entities'
import { choices } from './filters'
import type { ListKind } from './kind'
import ListPage from './ListPage.vue'

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

const row = (id: number, status = 'Received') => ({ id, asset_tag: `AST-${id}`, status })

let sent: Sent[]
let results: Asset[]

beforeEach(() => {
  registerEntity({ type: 'asset', resource: 'assets', route: 'asset', list: 'assets', icon: '' })
  results = [row(1), row(2), row(3)]
  sent = stubServer(({ path, body }) => {
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
    expect(Object.fromEntries(sent[0]!.query)).toEqual({ page_size: '50', ordering: '-received_date', status: 'Sold' })
    expect(sent).toHaveLength(1)
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
    expect(sent.at(-1)!.query.get('cursor')).toBe('next')
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
    expect(sent.find(({ method }) => method === 'POST')!.body).toEqual({ ids: [1, 2, 3] })
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
