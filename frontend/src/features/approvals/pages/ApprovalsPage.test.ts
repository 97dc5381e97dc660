import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { mountScreen } from '@/test/mounting'
import { stubServer } from '@/test/stubs'
import { notices } from '@/ui/feedback/notify'
import ApprovalsPage from './ApprovalsPage.vue'

const row = (id: number) => ({
  queue: 'notes',
  resource: 'credit-notes',
  step: 'approve',
  id,
  label: `CN-${id}`,
  customer: null,
  amount: '10.00',
  currency: 'GHS',
  asked_by: { id: 2, label: 'Ama' },
  since: '2026-01-05T10:00:00Z',
  why: '',
  own: false,
  updated_at: '2026-01-05T10:00:00Z',
})
const QUEUE = {
  key: 'notes',
  label: 'Credit notes',
  resource: 'credit-notes',
  step: 'approve',
  step_label: 'Approve',
  opposite: 'reject',
  opposite_label: 'Reject',
  count: 2,
}

const text = () => document.body.textContent!

/** Chooses every row and approves them: those with these ids are refused. */
async function approveAll(...refused: number[]): Promise<void> {
  stubServer(({ path, body }) => {
    if (!path.endsWith('/bulk/approve')) return { body: { queues: [QUEUE], results: [row(1), row(2)] } }
    const { ids } = body as { ids: number[] }
    return { body: { results: ids.map((id) => ({ id, ok: !refused.includes(id), code: null, error: `No ${id}.` })) } }
  })
  await mountScreen(ApprovalsPage, { at: '/approvals' })
  await flushPromises()
  document.querySelector<HTMLElement>('thead [role="checkbox"], thead input')!.click()
  await flushPromises()
  ;[...document.querySelectorAll('button')].find((one) => one.textContent!.trim() === 'Approve')!.click()
  await flushPromises()
}

beforeEach(() => {
  document.body.innerHTML = ''
  notices.value = []
})

it('keeps what was refused chosen, with the reason, and tells how many were decided', async () => {
  await approveAll(2)
  expect(text()).toContain('CN-2No 2.')
  expect(text()).toContain('1 chosen')
  expect(notices.value.map(({ tone, text: said }) => [tone, said])).toEqual([['success', '1 of 2 done']])
})

it('says nothing of success when every row was refused', async () => {
  await approveAll(1, 2)
  expect(text()).toContain('CN-1No 1.')
  expect(notices.value).toEqual([])
})
