import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { control, mountList, ofRows, serveList, served, text } from '@/test/lists'

beforeEach(serveList)

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
    expect(served.sent.filter(({ query }) => query.has('search'))).toHaveLength(1)
  })

  it('tells nothing yet from nothing that matches', async () => {
    served.results = []
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
