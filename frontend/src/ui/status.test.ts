import { expect, it } from 'vitest'
import { withSetup } from '@/test/mounting'
import { toneOf, useStatusLabel } from './status'

it.each([
  ['Ready for Sale', 'success'],
  ['QC Pending', 'progress'],
  ['Repair Hold', 'warning'],
  ['Scrapped', 'danger'],
  ['draft', 'neutral'],
  ['something new', 'neutral'],
])('%s is %s', (status, tone) => {
  expect(toneOf(status)).toBe(tone)
})

it('shows the word of the server where there is no translation', () => {
  const label = withSetup(useStatusLabel)
  expect(label('Pass with Notes')).toBe('Pass with Notes')
  expect(label('Quite New')).toBe('Quite New')
})
