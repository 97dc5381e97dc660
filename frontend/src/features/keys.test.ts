import { describe, expect, it } from 'vitest'
import { features } from './index'

describe('the keys of pages and commands', () => {
  it('lead to one place each', () => {
    const keys = features
      .flatMap(({ pages, commands = [] }) => [...pages, ...commands])
      .flatMap((place) => place.keys ?? [])
    expect(keys.filter((one, at) => keys.indexOf(one) !== at)).toEqual([])
    expect(keys.length).toBeGreaterThan(20)
  })
})
