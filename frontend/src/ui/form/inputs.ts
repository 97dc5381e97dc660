/** One field of a form: a step's input, or a field of a kind's own form. Declared, never drawn by hand. */
import type { Component } from 'vue'
import type { Resource } from '../references'
import type { Choice } from '../list/filters'

interface Common {
  /** As the API names it: it is also the `attr` of its errors. */
  name: string
  /** Translation keys. */
  label: string
  help?: string
  required?: boolean
  /** Takes the whole width of the form. */
  wide?: boolean
  /** A right without which the field is not shown. */
  permission?: string
}

/** A component of its own; it takes `props` besides, and `fill` from it sets other fields. */
interface Custom {
  type: 'custom'
  component: Component
  empty: () => unknown
  props?: object
  /** What the component holds of a stored value, and what the API is sent of that; both are one to one without these. */
  read?: (stored: unknown) => unknown
  send?: (value: unknown) => unknown
  /** It takes `errors` as well and shows those of its parts (`lines.0.quantity`) where they are. */
  parts?: true
}

export type InputField = Common &
  (
    | { type: 'text' | 'password' | 'textarea' | 'email' | 'tel' | 'date' | 'datetime' | 'money' | 'flag' }
    | { type: 'integer'; min?: number; max?: number }
    | { type: 'choice'; options: readonly Choice[] }
    | { type: 'reference'; resource: Resource }
    | Custom
  )

/** Why: what a step asks for that needs a reason. */
export const REASON: InputField = { name: 'reason', label: 'step.reason', type: 'textarea', required: true }

export type FormValues = Record<string, unknown>

export function emptyValue(field: InputField): unknown {
  if (field.type === 'custom') return field.empty()
  if (field.type === 'flag') return false
  if (field.type === 'reference' || field.type === 'integer') return null
  return ''
}

/** A stored value as the form holds it. */
export function incoming(field: InputField, stored: unknown): unknown {
  if (stored === null || stored === undefined) return emptyValue(field)
  return field.type === 'custom' && field.read ? field.read(stored) : stored
}

/** A value as the API wants it: an emptied field is null, a reference its id. */
export function outgoing(field: InputField, value: unknown): unknown {
  if (field.type === 'custom' && field.send) return field.send(value)
  if (typeof value === 'string' && field.type !== 'password') {
    const trimmed = value.trim()
    if (trimmed === '') return nullWhenEmpty(field) ? null : ''
    return trimmed
  }
  if (value && typeof value === 'object' && field.type === 'reference') return (value as { id: unknown }).id
  return value ?? null
}

function nullWhenEmpty(field: InputField): boolean {
  return ['money', 'date', 'datetime', 'integer', 'choice', 'reference'].includes(field.type)
}
