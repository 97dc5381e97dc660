/** Puts each error of a refused sale where its cause is: on a line, on the customer, or beside the payment. */
import { isApiError } from '@/api/errors'
import { centsOf, inOrder, lineCents, piecesOf, type Cart, type CartLine } from './cart'

const LINE_FIELDS = ['item', 'item_description', 'quantity', 'unit_price', 'discount'] as const

export type LineField = (typeof LINE_FIELDS)[number]
export type LineErrors = Partial<Record<LineField, string>>

export interface SaleErrors {
  lines: Record<string, LineErrors>
  customer: string
  rest: string[]
}

type Translate = (key: string, values?: Record<string, string>) => string

export const noErrors = (): SaleErrors => ({ lines: {}, customer: '', rest: [] })

/** What is wrong before it is worth asking the server. */
export function missingIn({ lines }: Cart, t: Translate): Record<string, LineErrors> {
  const wrong = lines.map((line) => [line.key, missingInLine(line, t)] as const)
  return Object.fromEntries(wrong.filter(([, errors]) => Object.keys(errors).length > 0))
}

function missingInLine(line: CartLine, t: Translate): LineErrors {
  const errors: LineErrors = {}
  if (line.kind === 'service' && !line.description.trim()) errors.item_description = t('till.serviceNeeded')
  if (piecesOf(line) === null) errors.quantity = t('till.notACount')
  if (!line.price.trim()) errors.unit_price = t('till.priceNeeded')
  else if (centsOf(line.price) === null) errors.unit_price = t('form.notAnAmount')
  if (line.discount.trim() && centsOf(line.discount) === null) errors.discount = t('form.notAnAmount')
  else if ((lineCents(line) ?? 0n) < 0n) errors.discount = t('till.discountTooLarge')
  return errors
}

/** What to say of a request that failed as a whole. */
export function wordsOf(error: unknown, t: Translate): string {
  if (!isApiError(error)) return error instanceof Error ? error.message : String(error)
  if (error.isOffline) return t('errors.offline')
  if (error.status < 500 || !error.requestId) return error.message
  return `${t('errors.failed')}. ${t('errors.reference', { id: error.requestId })}`
}

export function placeErrors(error: unknown, cart: Cart, t: Translate): SaleErrors {
  const placed = noErrors()
  if (!isApiError(error) || error.isOffline || error.status >= 500) return { ...placed, rest: [wordsOf(error, t)] }
  const culprit = culpritOf(error.problem.meta ?? {}, cart)
  for (const { attr, detail } of error.problem.errors) {
    const [, index, field] = attr?.match(/^lines\.(\d+)(?:\.(\w+))?/) ?? []
    const named = inOrder(cart.lines)[Number(index)]
    const wrong = named ? { line: named, field: LINE_FIELDS.find((one) => one === field) ?? 'item' } : culprit
    if (wrong) placed.lines[wrong.line.key] = { ...placed.lines[wrong.line.key], [wrong.field]: detail }
    else if (attr === 'customer') placed.customer = detail
    else placed.rest.push(detail)
  }
  return placed
}

/** A conflict names the unit itself, or the item of which there is too little; not the line. */
function culpritOf(meta: Record<string, unknown>, { lines }: Cart): { line: CartLine; field: LineField } | null {
  const unit = lines.find(({ kind, code }) => kind === 'asset' && code === meta.serial_number)
  if (unit) return { line: unit, field: 'item' }
  const item = lines.find((line) => line.kind === 'bulk' && line.item === meta.bulk_stock)
  return item ? { line: item, field: 'quantity' } : null
}
