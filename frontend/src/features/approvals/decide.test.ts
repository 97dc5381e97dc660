import { beforeEach, expect, it, vi } from 'vitest'
import { resource } from '@/api/resource'
import { decide, groups } from './decide'
import type { WaitingRow } from './types'

const row = (resourceName: string, document: number): WaitingRow => ({
  id: `${resourceName}:${document}`,
  document,
  queue: `${resourceName}-approve`,
  resource: resourceName,
  step: 'approve',
  label: `${resourceName} ${document}`,
  kind: '',
  customer: null,
  amount: '1.00',
  currency: 'GHS',
  asked_by: { id: 1, label: 'Ama' },
  since: '2026-01-05T10:00:00Z',
  why: '',
  own: false,
  updated_at: '2026-01-05T10:00:00.123456Z',
})

const rows = [row('credit-notes', 1), row('orders', 1), row('credit-notes', 2)]

beforeEach(() => vi.restoreAllMocks())

it('puts the rows of one kind together', () => {
  expect(groups(rows, ({ step }) => step).map(([name, step, members]) => [name, step, members.length])).toEqual([
    ['credit-notes', 'approve', 2],
    ['orders', 'approve', 1],
  ])
})

it('sends one request for each kind and keeps the reason of each refusal', async () => {
  const bulk = vi.spyOn(resource, 'bulk').mockImplementation(async (name, _step, chosen) => ({
    results: chosen.map(({ id }) => ({
      id: Number(id),
      ok: name === 'orders' || id !== 2,
      code: id === 2 ? 'self_approval' : null,
      error: id === 2 ? 'You made this note.' : null,
      made: {},
    })),
  }))
  const decided = await decide(rows, ({ step }) => step)
  const seen = { updated_at: '2026-01-05T10:00:00.123456Z' }
  expect(bulk.mock.calls.map(([name, step, chosen]) => [name, step, chosen])).toEqual([
    [
      'credit-notes',
      'approve',
      [
        { id: 1, ...seen },
        { id: 2, ...seen },
      ],
    ],
    ['orders', 'approve', [{ id: 1, ...seen }]],
  ])
  expect(decided).toEqual({
    done: 2,
    refused: [{ id: 'credit-notes:2', label: 'credit-notes 2', error: 'You made this note.' }],
  })
})
