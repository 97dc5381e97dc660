import { expect, it } from 'vitest'
import type { Effect } from '@/api/types'
import { mountScreen } from '@/test/mounting'
import EffectList from './EffectList.vue'

const effect = (id: number, before: string, after: string): Effect => ({
  type: 'credit note',
  id,
  label: `CN-${id}`,
  what: 'balance',
  before,
  after,
  currency: 'GHS',
})

const lines = () => [...document.querySelectorAll('li')].map(({ textContent }) => textContent!.replace(/\s+/g, ' '))

it('shows each document once, from what it was to what it becomes', async () => {
  await mountScreen(EffectList, {
    props: { effects: [effect(1, '0.00', '80.00'), effect(2, '50.00', '0.00'), effect(1, '80.00', '25.00')] },
  })
  expect(lines()).toHaveLength(2)
  expect(lines()[0]).toMatch(/CN-1.*0\.00.*25\.00/)
  expect(lines()[1]).toMatch(/CN-2.*50\.00.*0\.00/)
})

it('says when nothing changes, and why the step is refused', async () => {
  await mountScreen(EffectList, { props: { effects: [] } })
  expect(document.body.textContent).toContain('No balance changes.')
  document.body.innerHTML = ''
  await mountScreen(EffectList, { props: { error: new Error('N-1 has 50.00 open.') } })
  expect(document.querySelector('[role="alert"]')!.textContent).toContain('N-1 has 50.00 open.')
})
