/** A list as the tests of its page know it: its kind, its server, and how it is mounted. */
import { flushPromises } from '@vue/test-utils'
import { mountScreen } from './mounting'
import { stubServer, type Sent } from './stubs'
import { registerEntity } from '@/ui/entities'
import { choices } from '@/ui/list/filters'
import type { ListKind } from '@/ui/list/kind'
import ListPage from '@/ui/list/ListPage.vue'
import type { SavedView } from '@/ui/list/views'

export interface Asset {
  id: number
  asset_tag: string
  status: string
}

export const KIND: ListKind<Asset> = {
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

export const view = (id: number, query: string, facts: Partial<SavedView> = {}): SavedView => ({
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

export const row = (id: number, status = 'Received') => ({
  id,
  asset_tag: `AST-${id}`,
  status,
  updated_at: `2026-01-${String(id).padStart(2, '0')}T10:00:00Z`,
})

/** What the server holds, and what it was sent; `further` stands on the second page. */
export const served: { sent: Sent[]; results: Asset[]; further: Asset[]; views: SavedView[] } = {
  sent: [],
  results: [],
  further: [],
  views: [],
}

export const ofRows = () => served.sent.filter(({ path }) => path === '/api/v1/assets')

/** Serves three rows of five, of which a step refuses the second, and the saved views of the list. */
export function serveList(): void {
  registerEntity({ type: 'asset', resource: 'assets', route: 'asset', list: 'assets', icon: '' })
  served.results = [row(1), row(2), row(3)]
  served.further = [row(4), row(5)]
  served.views = []
  served.sent = stubServer(({ method, path, query, body }) => {
    if (path === '/api/v1/saved-views' && method === 'GET') return { body: { next: null, results: served.views } }
    if (path.startsWith('/api/v1/saved-views')) {
      const known = served.views.find(({ id }) => path.endsWith(`/${id}`))
      if (method === 'DELETE') served.views = served.views.filter((one) => one !== known)
      const made = { ...view(9, ''), ...known, ...(body as object) }
      if (method === 'POST') served.views = [...served.views, made]
      if (method === 'PATCH') served.views = served.views.map((one) => (one === known ? made : one))
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
        ? { next: null, previous: '?cursor=first', results: served.further }
        : { next: '?cursor=next', previous: null, results: served.results }
    return { body: { count: 1001, count_is_exact: false, ...page } }
  })
}

export async function mountList(at = '/assets', permissions = ['assets.start-diagnostics'], kind = KIND) {
  const { router } = await mountScreen(ListPage, { props: { kind }, at, permissions })
  router.addRoute({ path: '/assets/:id', name: 'asset', component: { render: () => null } })
  await flushPromises()
  return router
}

export const text = () => document.body.textContent!
export const control = (selector: string, name: string) =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((one) => one.textContent?.trim() === name)!
