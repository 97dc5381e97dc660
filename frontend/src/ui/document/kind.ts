/** What one kind of document says about its page. The order of the page is the same for all and is not declared. */
import type { RouteLocationRaw } from 'vue-router'
import type { Document, Row } from '@/api/types'
import type { Field } from '../fields'
import type { FormValues, InputField } from '../form/inputs'

export interface FactGroup<T> {
  /** Translation key. */
  label: string
  fields: Field<T>[]
}

export interface Lines<T, L extends Row> {
  label: string
  columns: Field<L>[]
  rows: (document: T) => L[]
  /** Not shown where there are none: of a kind that may do without. */
  optional?: boolean
}

export interface StepDeclaration<T> {
  /** What the step asks for besides its reason. */
  inputs?: InputField[] | ((document: T) => InputField[])
  initial?: (document: T) => FormValues
  danger?: boolean
  /** Possible at any time, and never the next thing to do. */
  aside?: boolean
  /** Taken only on what the reader has seen: refused when somebody changed the document meanwhile. */
  asSeen?: boolean
  /** The page where it is taken, where its facts need more room than a dialog has. */
  to?: (document: T) => RouteLocationRaw
  /** Translation key of what will follow; a step that cannot be taken back says it before it is done. */
  consequence?: string | ((document: T) => string)
  /** Asks the server beforehand what the step would do to balances, and shows it. */
  rehearsed?: boolean
  /** Where the step leads: to what it has made. */
  leadsTo?: (answer: T) => RouteLocationRaw | null
  /** Other resources that the step changes. */
  touches?: string[]
}

/** What the step asks for on this document. */
export function inputsOf<T>({ inputs }: StepDeclaration<T>, document: T): InputField[] {
  return typeof inputs === 'function' ? inputs(document) : (inputs ?? [])
}

/** Translation key of what the step will do to this document, if that is told before. */
export function consequenceOf<T>({ consequence }: StepDeclaration<T>, document: T): string | undefined {
  return typeof consequence === 'function' ? consequence(document) : consequence
}

export interface DocumentKind<T extends Document, L extends Row = Row> {
  resource: string
  icon: string
  title: (document: T) => string
  detail?: (document: T) => string
  facts: FactGroup<T>[]
  lines?: Lines<T, L>
  /** Total, paid, balance. */
  money?: Field<T>[]
  /** Declared steps; an allowed step that is not here asks for no more than its reason. */
  steps?: Record<string, StepDeclaration<T>>
  /** False where there is none, or the kind tells its story itself. */
  timeline?: boolean
  /** The part of the document's address under which the server prints it. */
  pdf?: string
  /** Where it is changed, the right to, and while it can be. */
  edit?: { route: string; permission: string; when?: (document: T) => boolean }
}
