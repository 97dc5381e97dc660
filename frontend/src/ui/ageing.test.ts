import { describe, expect, it } from 'vitest'
import { ageingParts, type Ageing } from './ageing'

const ageing = (some: Partial<Ageing>): Ageing => ({
  current: '0.00',
  overdue_1: '0.00',
  overdue_31: '0.00',
  overdue_61: '0.00',
  overdue_91: '0.00',
  credit: '0.00',
  ...some,
})

describe('ageingParts', () => {
  it('shares what is owed among the buckets, and leaves credit out', () => {
    const parts = ageingParts(ageing({ current: '250.00', overdue_91: '750.00', credit: '-500.00' }))
    expect(parts.filter(({ share }) => share)).toEqual([
      { bucket: 'current', share: 250 },
      { bucket: 'overdue_91', share: 750 },
    ])
  })

  it('has no part where nothing is owed', () => {
    expect(ageingParts(ageing({ credit: '-500.00' })).every(({ share }) => share === 0)).toBe(true)
  })
})
