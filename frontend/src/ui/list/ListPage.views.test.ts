import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { control, mountList, ofRows, serveList, served, text, view } from '@/test/lists'

beforeEach(serveList)

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
    served.views = [view(4, 'status=Sold&ordering=asset_tag', { is_default: true })]
    const router = await mountList()
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'], ordering: 'asset_tag', view: '4' })
    expect(ofRows().map(({ query }) => query.get('status'))).toEqual(['Sold'])
    expect(text()).toContain('View 4')
  })

  it('are not begun with when the address says what to show, nor when the default is another person’s', async () => {
    served.views = [view(4, 'status=Sold', { is_default: true })]
    const router = await mountList('/assets?search=pf')
    expect(router.currentRoute.value.query).toEqual({ search: 'pf' })
    document.body.innerHTML = ''
    served.views = [view(4, 'status=Sold', { is_default: true, shared: true, user: { id: 2, label: 'Kofi' } })]
    expect((await mountList()).currentRoute.value.query).toEqual({})
  })

  it('are chosen from the menu, and left by it', async () => {
    served.views = [view(4, 'status=Sold&columns=asset_tag'), view(5, '', { list: 'orders', name: 'Of orders' })]
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
    const { body } = served.sent.find(({ method }) => method === 'POST')!
    expect(body).toEqual({ list: 'assets', name: 'Sold ones', query: 'status=Sold', is_default: false })
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'], view: '9' })
    expect(text()).toContain('Sold ones')
  })

  it('tell when they were changed, and take the change on the version that was seen', async () => {
    served.views = [view(4, 'status=Sold')]
    await mountList('/assets?status=Received&view=4')
    expect(text()).toContain('changed')
    await pick('Save the changes to “View 4”')
    const patch = served.sent.find(({ method }) => method === 'PATCH')!
    expect([patch.path, patch.body]).toEqual(['/api/v1/saved-views/4', { query: 'status=Received' }])
    expect(patch.headers.get('If-Match')).toBe('"v1"')
    expect(text()).not.toContain('changed')
  })

  it('are deleted after a question', async () => {
    served.views = [view(4, 'status=Sold')]
    const router = await mountList('/assets?status=Sold&view=4')
    await pick('Delete the view')
    expect(served.sent.some(({ method }) => method === 'DELETE')).toBe(false)
    control('[role="dialog"] button', 'Delete the view').click()
    await flushPromises()
    expect(served.sent.find(({ method }) => method === 'DELETE')!.path).toBe('/api/v1/saved-views/4')
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'] })
  })

  it('of others are looked after by those who may share alone', async () => {
    served.views = [view(4, 'status=Sold', { shared: true, user: { id: 2, label: 'Kofi' } })]
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
    served.views = [view(4, 'status=Sold')]
    const router = await mountList('/assets?status=Sold&view=4')
    await hideStatus()
    expect(router.currentRoute.value.query).toEqual({ status: ['Sold'], view: '4', columns: 'asset_tag' })
    expect(localStorage.getItem('fettle.table-columns.assets')).toBeNull()
    expect(text()).toContain('changed')
  })
})
