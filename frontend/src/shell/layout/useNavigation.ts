/** The areas and pages this person may see, in the order of the sidebar. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { features } from '@/features'
import { useSession } from '../session/store'
import { AREAS, type Area, type NavPage } from '../feature'

export interface NavArea {
  area: Area
  pages: NavPage[]
}

export function useNavigation() {
  const session = useSession()
  return computed((): NavArea[] => {
    const pages = features.flatMap((feature) => feature.pages).filter(({ permission }) => session.can(permission))
    return AREAS.map((area) => ({ area, pages: pages.filter((page) => page.area === area) })).filter(
      (area) => area.pages.length > 0,
    )
  })
}

/** The page of the sidebar to which the present address belongs: the one whose own address it begins with. */
export function useCurrentPage() {
  const navigation = useNavigation()
  const route = useRoute()
  const router = useRouter()
  return computed((): NavPage | undefined => {
    const pages = navigation.value
      .flatMap((area) => area.pages)
      .map((page) => ({ page, path: router.resolve(page.to).path }))
    const within = pages.filter(
      ({ path }) => route.path === path || (path !== '/' && route.path.startsWith(`${path}/`)),
    )
    return within.toSorted((a, b) => b.path.length - a.path.length)[0]?.page
  })
}
