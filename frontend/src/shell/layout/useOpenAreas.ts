/** Which areas of the sidebar are open: as the reader left them in this browser, and the one where they are. */
import { computed, ref, watch, type Ref } from 'vue'
import { recall, remember } from '@/lib/storage'
import type { Area, NavPage } from '../feature'
import type { NavArea } from './useNavigation'

const REMEMBERED = 'sidebar-areas'
/** So many headings and pages leave room, on a screen of 900 px, for one more area to be opened. */
const LINES = 24

export function useOpenAreas(navigation: Readonly<Ref<NavArea[]>>, current: Readonly<Ref<NavPage | undefined>>) {
  const chosen = ref(recall<Partial<Record<Area, boolean>>>(REMEMBERED, {}))
  const visited = ref<Area>()

  watch(chosen, (areas) => remember(REMEMBERED, areas))
  watch(
    () => current.value?.area,
    (area) => (visited.value = area),
    { immediate: true },
  )

  /** Open before anybody chooses: the first ones, while there is room. */
  const initially = computed(() => {
    let lines = navigation.value.length
    return new Set(navigation.value.filter(({ pages }) => (lines += pages.length) <= LINES).map(({ area }) => area))
  })

  const isOpen = (area: Area): boolean => area === visited.value || (chosen.value[area] ?? initially.value.has(area))

  function toggle(area: Area): void {
    const open = !isOpen(area)
    if (area === visited.value) visited.value = undefined
    chosen.value = { ...chosen.value, [area]: open }
  }

  return { isOpen, toggle }
}
