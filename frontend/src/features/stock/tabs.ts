/** Lists that are two sides of one thing stand side by side under one entry of the sidebar. */

export interface RecordTab {
  route: string
  /** Translation key. */
  label: string
}

export const MOVEMENTS: RecordTab[] = [
  { route: 'movements', label: 'movements.units' },
  { route: 'bulk-movements', label: 'movements.bulk' },
]

export const BENCH: RecordTab[] = [
  { route: 'diagnostics', label: 'diagnostics.title' },
  { route: 'wipe-certificates', label: 'wipes.title' },
]
