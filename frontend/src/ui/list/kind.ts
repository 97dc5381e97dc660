/** What one kind says about its list. The list page does the rest. */
import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Row } from '@/api/types'
import type { StepDeclaration } from '../document/kind'
import type { InputField } from '../form/inputs'
import type { Column } from '../table/columns'
import type { Filter } from './filters'
import type { View } from './views'

export interface BulkStep<T> extends Omit<StepDeclaration<T>, 'inputs' | 'initial' | 'consequence'> {
  name: string
  /** Translation key. */
  label: string
  permission: string
  needsReason?: boolean
  inputs?: InputField[]
  /** Pressed while rows are chosen. */
  keys?: string
  /** Whether the step makes sense for a row; the server has the last word for each. */
  applies?: (row: T) => boolean
}

export interface CreateAction {
  /** Translation key. */
  label: string
  icon?: string
  permission: string
  to: RouteLocationRaw
  keys?: string
}

export interface ListKind<T extends Row> {
  resource: string
  /** Translation key of the plural: the title of the page. */
  title: string
  columns: Column<T>[]
  filters: Filter[]
  /** The order of the list when none is chosen. */
  ordering: string
  views?: View[]
  bulk?: BulkStep<T>[]
  create?: CreateAction
  /** False where the server does not search. */
  search?: boolean
  /** Where a row leads that has no page of its own. */
  to?: (row: T) => RouteLocationRaw
  /** Translation keys: what this is, and why there is none yet. */
  empty: { title: string; text: string }
  /** Shown below a row when it is expanded; takes the row. */
  expanded?: Component
  /** The kind's page, shown beside the list; takes `id` and `panel`. */
  page?: Component
}
