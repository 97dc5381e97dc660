import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { control, KIND, mountList, row, serveList, served, text } from '@/test/lists'
import { notices } from '../feedback/notify'
import { createShortcutListener } from '../shortcuts'

beforeEach(serveList)

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
    served.results = Array.from({ length: 200 }, (_, index) => row(index + 1))
    served.further = [row(201)]
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
    expect(served.sent.find(({ method }) => method === 'POST')!.body).toEqual({
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
    expect(served.sent.find(({ method }) => method === 'POST')!.body).toEqual({
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
    served.results = [row(1), { ...row(2), updated_at: '2026-02-02T10:00:00Z' }, row(3)]
    stepButton().click()
    await flushPromises()
    expect(text()).toContain('AST-2It is on the bench.')
    expect(text()).toContain('1 of them not on this page')
    control('button', 'Previous').click()
    await flushPromises()
    stepButton().click()
    await flushPromises()
    const seen = served.sent
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => (body as { seen: object }).seen)
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
    expect(served.sent.some(({ method }) => method === 'POST')).toBe(false)
    await router.push({ query: {} })
    await flushPromises()
    press('s')
    await flushPromises()
    expect(served.sent.some(({ method }) => method === 'POST')).toBe(true)
  })

  it('is not offered when some of the chosen cannot take it', async () => {
    served.results = [row(1), row(2, 'Sold')]
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
