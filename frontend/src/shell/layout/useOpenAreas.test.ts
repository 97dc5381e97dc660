import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { withSetup } from '@/test/mounting'
import type { Area, NavPage } from '../feature'
import type { NavArea } from './useNavigation'
import { useOpenAreas } from './useOpenAreas'

const page = (area: Area): NavPage => ({ area, label: area, icon: '', to: '/', keys: '' })
const area = (name: Area, pages: number): NavArea => ({
  area: name,
  pages: Array.from({ length: pages }, () => page(name)),
})
const FEW = [area('sell', 3), area('stock', 4)]
const MANY = [area('sell', 4), area('stock', 9), area('money', 8), area('settings', 1)]

const areas = (navigation: NavArea[], at?: Area) => {
  const current = ref<NavPage | undefined>(at && page(at))
  const made = withSetup(() => useOpenAreas(ref(navigation), current))
  return { ...made, current, open: () => navigation.map((one) => one.area).filter(made.isOpen) }
}

beforeEach(() => localStorage.clear())

describe('the areas of the sidebar', () => {
  it('are all open where there is room', () => {
    expect(areas(FEW).open()).toEqual(['sell', 'stock'])
  })

  it('are the first ones where there is not, and the one where the reader is', async () => {
    expect(areas(MANY).open()).toEqual(['sell', 'stock'])
    const { open, current } = areas(MANY, 'money')
    expect(open()).toEqual(['sell', 'stock', 'money'])
    current.value = page('settings')
    await nextTick()
    expect(open()).toEqual(['sell', 'stock', 'settings'])
  })

  it('stay as they were left, in this browser', async () => {
    const { toggle, open } = areas(MANY)
    toggle('sell')
    toggle('money')
    await nextTick()
    expect(open()).toEqual(['stock', 'money'])
    expect(areas(MANY).open()).toEqual(['stock', 'money'])
  })

  it('close where the reader is too, until they come there again', async () => {
    const { toggle, open, current } = areas(MANY, 'money')
    toggle('money')
    expect(open()).toEqual(['sell', 'stock'])
    current.value = page('sell')
    await nextTick()
    current.value = page('money')
    await nextTick()
    expect(open()).toEqual(['sell', 'stock', 'money'])
  })
})
