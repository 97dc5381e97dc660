import { describe, expect, it } from 'vitest'
import type { FieldChange, TimelineEvent } from '@/api/types'
import { mountScreen } from '@/test/mounting'
import Timeline from './Timeline.vue'

const change = (type: FieldChange['type'], before: unknown, after: unknown): FieldChange => ({
  field: 'field',
  label: 'Field',
  type,
  before,
  after,
})

const event = (changes: FieldChange[]): TimelineEvent => ({
  id: 1,
  at: '2026-07-01T10:30:00Z',
  actor: { id: 1, label: 'Ama' },
  action: 'update',
  label: 'Update',
  from_status: null,
  to_status: null,
  reason: '',
  door: 'api',
  changes,
  file: null,
})

async function told(one: FieldChange): Promise<string> {
  document.body.innerHTML = ''
  await mountScreen(Timeline, { props: { events: [event([one])] } })
  return document.querySelector('li li')!.textContent!.trim()
}

describe('a change in the timeline', () => {
  it.each([
    [
      'a reference by its label',
      change('reference', { id: 3, label: 'Main' }, { id: 4, label: 'Shelf 7' }),
      'Main → Shelf 7',
    ],
    ['a date', change('date', '2026-07-01', null), '1 Jul 2026 → –'],
    ['a time', change('datetime', null, '2026-07-01T10:30:00Z'), '– → 1 Jul 2026, 10:30'],
    ['an amount', change('money', '1500.00', '2500.50'), '1,500.00 → 2,500.50'],
    ['a flag', change('flag', true, false), 'Yes → No'],
    ['a number', change('number', 0, 12500), '0 → 12,500'],
    ['a word of the business', change('word', 'ready_for_sale', ''), 'Ready for Sale → –'],
    ['a text as it is', change('text', 'Sales', 'Sales, Warehouse'), 'Sales → Sales, Warehouse'],
  ])('tells %s', async (_, one, expected) => {
    expect(await told(one)).toBe(`Field: ${expected}`)
  })
})
