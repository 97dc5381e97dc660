/** The kinds a person can pick in a field or filter: how one is named, and the second line that tells twins apart. */
import type { Id, Row } from '@/api/types'

export type Resource = keyof typeof NAMES

interface Naming {
  label: (row: Words) => string
  hint?: (row: Words) => string
  /** A short list that is read whole and searched here. */
  short?: boolean
}

type Words = Record<string, string | null | undefined>

const join = (...words: (string | null | undefined)[]) => words.filter(Boolean).join(' ')

const NAMES = {
  assets: { label: (a) => a.serial_number ?? '', hint: (a) => a.asset_tag ?? '' },
  banks: { label: (b) => b.name ?? '', hint: (b) => b.account_number ?? '', short: true },
  'bulk-stock': { label: (s) => s.item_name ?? '', hint: (s) => s.sku ?? '' },
  customers: { label: (c) => c.full_name ?? '', hint: (c) => join(c.phone, c.business_name) },
  invoices: { label: (i) => i.invoice_number ?? '', hint: (i) => join(i.invoice_date, i.total_amount, i.currency) },
  'lead-sources': { label: (s) => s.source_name ?? '', short: true },
  locations: { label: (l) => l.location_name ?? '', hint: (l) => l.description ?? '', short: true },
  'product-models': {
    label: (m) => join(m.brand, m.model_name),
    hint: (m) => join(m.cpu, m.ram, m.storage),
  },
  'till-sessions': { label: (s) => s.session_number ?? '' },
  users: { label: (u) => u.full_name ?? '', hint: (u) => u.role ?? '' },
} satisfies Record<string, Naming>

export interface Option {
  id: Id
  label: string
  hint: string
}

export function isShort(resource: Resource): boolean {
  const naming: Naming = NAMES[resource]
  return naming.short === true
}

export function optionOf(resource: Resource, row: Row): Option {
  const naming: Naming = NAMES[resource]
  const words = row as unknown as Words
  return { id: row.id, label: words.label ?? naming.label(words), hint: naming.hint?.(words) ?? '' }
}
