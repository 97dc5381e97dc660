import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { EventFile, TimelineEvent } from '@/api/types'
import { mountScreen } from '@/test/mounting'
import { refusal, stubServer } from '@/test/stubs'
import AttachmentPanel from './AttachmentPanel.vue'

const file = (more: Partial<EventFile> = {}): EventFile => ({
  id: 7,
  name: 'proof.png',
  media_type: 'image/png',
  size: 48_900,
  note: 'Serial number',
  preview: 'data:image/webp;base64,AAAA',
  kept: true,
  ...more,
})

const added = (one: EventFile): TimelineEvent => ({
  id: one.id,
  at: '2026-07-01T10:30:00Z',
  actor: { id: 3, label: 'Ama' },
  action: 'file_added',
  label: 'File added',
  from_status: null,
  to_status: null,
  reason: '',
  door: 'api',
  changes: [],
  file: one,
})

let leave = () => {}

async function mountPanel(events: TimelineEvent[], ...permissions: string[]) {
  const props = { resource: 'invoices', id: 4, events }
  const { wrapper } = await mountScreen(AttachmentPanel, { props, permissions })
  leave = () => wrapper.unmount()
}

const button = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === name,
  )

/** The uploads under way, each to be answered by the test. */
const sent: FakeRequest[] = []

class FakeRequest extends EventTarget {
  upload = new EventTarget()
  headers: Record<string, string> = {}
  status = 0
  statusText = ''
  responseText = ''
  path = ''
  form = new FormData()

  open(_: string, path: string) {
    this.path = path
  }

  setRequestHeader(name: string, value: string) {
    this.headers[name] = value
  }

  send(form: FormData) {
    this.form = form
    sent.push(this)
  }

  async answer(status: number, body: unknown = {}) {
    Object.assign(this, { status, responseText: JSON.stringify(body) })
    this.dispatchEvent(new Event('load'))
    await flushPromises()
  }
}

async function choose(...files: File[]) {
  const input = document.querySelector<HTMLInputElement>('input[type="file"][multiple]')!
  Object.defineProperty(input, 'files', { value: files, configurable: true })
  input.dispatchEvent(new Event('change'))
  await flushPromises()
}

const picture = (name = 'a.png') => new File(['x'], name, { type: 'image/png' })

beforeEach(() => {
  sent.length = 0
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
})

afterEach(() => leave())

describe('the files of a document', () => {
  it('are those that were not removed, each with what it looks like', async () => {
    await mountPanel([added(file()), added(file({ id: 8, name: 'gone.pdf', kept: false }))])
    const link = document.querySelector('a')!
    expect([link.textContent, link.getAttribute('href')]).toEqual(['proof.png', '/api/v1/attachments/7/content'])
    expect(document.querySelectorAll('li')).toHaveLength(1)
    expect(document.querySelector('img')!.getAttribute('src')).toBe('data:image/webp;base64,AAAA')
    expect(document.body.textContent).toContain('49 kB')
  })

  it('are no section where there are none and none may be added', async () => {
    await mountPanel([])
    expect(document.querySelector('section')).toBeNull()
  })

  it('cannot be added without the right', async () => {
    await mountPanel([added(file())])
    expect(document.querySelector('input')).toBeNull()
  })

  it('are removed by who may remove any', async () => {
    await mountPanel([added(file())], 'attachments.remove', 'attachments.remove-any')
    expect(button('Remove proof.png')).toBeDefined()
  })

  it('are not removed by somebody else', async () => {
    await mountPanel([added(file())], 'attachments.remove')
    expect(button('Remove proof.png')).toBeUndefined()
  })

  it('are removed with a reason', async () => {
    const requests = stubServer(() => ({}))
    await mountPanel([added(file())], 'attachments.remove', 'attachments.remove-any')
    button('Remove proof.png')!.click()
    await flushPromises()
    const form = document.querySelector('[role="dialog"] form')!
    form.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(requests).toHaveLength(0)
    const field = form.querySelector('textarea')!
    field.value = 'Wrong invoice'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
    form.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/api/v1/attachments/7/remove', { reason: 'Wrong invoice' }],
    ])
  })
})

describe('a file on its way', () => {
  it('says how far it has come, and makes way for the next', async () => {
    await mountPanel([], 'attachments.create')
    await choose(picture('a.png'), picture('b.png'))
    expect(sent).toHaveLength(1)
    const [first] = sent
    expect([first!.path, first!.form.get('kind'), first!.form.get('document')]).toEqual([
      '/api/v1/attachments',
      'invoices',
      '4',
    ])
    expect((first!.form.get('file') as File).name).toBe('a.png')
    expect(first!.headers['Idempotency-Key']).toBeTruthy()
    first!.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: 1, total: 4 }))
    await nextTick()
    expect(document.querySelector('progress')!.value).toBe(0.25)
    await first!.answer(201)
    expect(sent.map(({ form }) => (form.get('file') as File).name)).toEqual(['a.png', 'b.png'])
    await sent[1]!.answer(201)
    expect(document.querySelector('progress')).toBeNull()
  })

  it('that is refused says why, and the next goes on', async () => {
    await mountPanel([], 'attachments.create')
    await choose(picture('a.png'), picture('b.png'))
    await sent[0]!.answer(400, refusal({ code: 'damaged', detail: 'The picture is damaged.', attr: 'file' }))
    expect(document.querySelector('[role="alert"]')!.textContent).toContain('The picture is damaged.')
    expect(button('Try again')).toBeUndefined()
    expect(sent).toHaveLength(2)
    button('Dismiss a.png')!.click()
    await nextTick()
    expect(document.querySelector('[role="alert"]')).toBeNull()
  })

  it('that was lost is sent again under the same key', async () => {
    await mountPanel([], 'attachments.create')
    await choose(picture())
    sent[0]!.dispatchEvent(new Event('error'))
    await flushPromises()
    button('Try again')!.click()
    await flushPromises()
    expect(sent).toHaveLength(2)
    expect(sent[1]!.headers['Idempotency-Key']).toBe(sent[0]!.headers['Idempotency-Key'])
  })

  it('may be pasted or dropped', async () => {
    await mountPanel([], 'attachments.create')
    const paste = Object.assign(new Event('paste', { cancelable: true }), { clipboardData: { files: [picture()] } })
    document.dispatchEvent(paste)
    await flushPromises()
    expect([sent.length, paste.defaultPrevented]).toEqual([1, true])
    await sent[0]!.answer(201)
    const drop = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: { files: [picture()] } })
    document.querySelector('section')!.dispatchEvent(drop)
    await flushPromises()
    expect([sent.length, drop.defaultPrevented]).toEqual([2, true])
  })

  it('is not made of pasted text', async () => {
    await mountPanel([], 'attachments.create')
    const paste = Object.assign(new Event('paste', { cancelable: true }), { clipboardData: { files: [] } })
    document.dispatchEvent(paste)
    await flushPromises()
    expect([sent.length, paste.defaultPrevented]).toEqual([0, false])
  })
})
