/** What a feature adds to the product. The shell knows features by this shape alone. */
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import type { Entity } from '@/ui/entities'

/** In the order of the sidebar. An area without a page that this person may see is not shown. */
export const AREAS = [
  'home',
  'sell',
  'stock',
  'customers',
  'money',
  'aftersales',
  'field',
  'cases',
  'reports',
  'settings',
] as const

export type Area = (typeof AREAS)[number]

export interface NavPage {
  area: Area
  /** Translation key. */
  label: string
  icon: string
  to: RouteLocationRaw
  permission?: string
  /** Shortcut that goes there. */
  keys: string
}

export interface Command {
  id: string
  /** Translation key. */
  label: string
  icon: string
  to: RouteLocationRaw
  permission?: string
  keys?: string
}

export interface Feature {
  routes: RouteRecordRaw[]
  pages: NavPage[]
  commands?: Command[]
  entities?: Entity[]
}

declare module 'vue-router' {
  interface RouteMeta {
    /** Translation key of the window's title. */
    title?: string
    permission?: string
    /** Open to those who are not signed in. */
    open?: boolean
  }
}
