/** Where each kind of thing is shown. Filled once at start from the features; a kind without a page has no link. */
import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import type { Id } from '@/api/types'

export interface Entity {
  /** As relations and search name it: `asset`. */
  type: string
  /** As the API's collection is named: `assets`. */
  resource: string
  /** Name of the route that shows one, and of the one that lists them where there is such a page. */
  route: string
  list?: string
  icon: string
}

const entities = new Map<string, Entity>()

export function registerEntity(entity: Entity): void {
  entities.set(entity.type, entity)
  entities.set(entity.resource, entity)
}

export function entityOf(name: string): Entity | undefined {
  return entities.get(name)
}

export function entityRoute(name: string, id: Id): RouteLocationRaw | null {
  const entity = entities.get(name)
  return entity ? { name: entity.route, params: { id: String(id) } } : null
}

/** The rows behind a figure, as the API names them. */
export interface Drill {
  path: string
  params: Record<string, unknown>
}

/** The list that shows the rows behind a figure; null where there is no such page. */
export function drillRoute(drill: Drill | null | undefined): RouteLocationRaw | null {
  const list = drill && entities.get(drill.path)?.list
  return list ? { name: list, query: drill.params as LocationQueryRaw } : null
}
