/** What is being sold, before the server knows of it. Amounts stand as typed; sums are made in cents. */
import { fromCents, parseMoney, toCents } from '@/lib/money'
import type { Customer, Invoice, SaleBody, SaleLine } from './types'

const PREMIUM = 'Premium 1-Year'

export interface CartLine {
  key: string
  kind: 'asset' | 'bulk' | 'service'
  /** Id of the unit or of the bulk item. */
  item: number | null
  description: string
  /** Serial or SKU. */
  code: string
  quantity: string
  price: string
  discount: string
  premium: boolean
}

export interface Buyer {
  id: number
  name: string
  phone: string
  type: 'Retail' | 'Wholesale'
  currency?: string
}

export interface Cart {
  lines: readonly CartLine[]
  /** Nobody known: a walk-in. */
  buyer: Buyer | null
  /** The rate of a draft that has its own; the business's otherwise. */
  taxRate: string | null
}

export interface Totals {
  subtotal: string
  tax: string
  total: string
}

export const emptyCart = (): Cart => ({ lines: [], buyer: null, taxRate: null })

type NewLine = Pick<CartLine, 'kind' | 'item' | 'description' | 'code' | 'price'>

/** The newest line stands first. A bulk item that is there already counts up; a unit there already changes nothing. */
export function addLine(cart: Cart, line: NewLine, quantity = 1): Cart {
  const present = line.kind === 'service' ? undefined : findLine(cart, line.kind, line.item)
  if (present?.kind === 'bulk') {
    return changeLine(cart, present.key, { quantity: String((piecesOf(present) ?? 0n) + BigInt(quantity)) })
  }
  if (present) return cart
  const added = { ...line, key: crypto.randomUUID(), quantity: String(quantity), discount: '', premium: false }
  return { ...cart, lines: [added, ...cart.lines] }
}

export function findLine(cart: Cart, kind: CartLine['kind'], item: number | null): CartLine | undefined {
  return cart.lines.find((line) => line.kind === kind && line.item === item)
}

export function changeLine(cart: Cart, key: string, change: Partial<CartLine>): Cart {
  return { ...cart, lines: cart.lines.map((line) => (line.key === key ? { ...line, ...change } : line)) }
}

export function removeLine(cart: Cart, key: string): Cart {
  return { ...cart, lines: cart.lines.filter((line) => line.key !== key) }
}

export const buyerOf = ({ id, full_name, phone, customer_type, currency }: Customer): Buyer => ({
  id,
  name: full_name,
  phone,
  type: customer_type ?? 'Retail',
  currency,
})

export function piecesOf({ quantity }: CartLine): bigint | null {
  return /^\s*\d{1,7}\s*$/.test(quantity) && BigInt(quantity) > 0n ? BigInt(quantity) : null
}

export function centsOf(typed: string): bigint | null {
  const amount = parseMoney(typed)
  return amount === null ? null : toCents(amount)
}

/** What a line comes to; null while one of its figures is none. */
export function lineCents(line: CartLine): bigint | null {
  const [pieces, price, discount] = [piecesOf(line), centsOf(line.price), centsOf(line.discount || '0')]
  if (pieces === null || price === null || discount === null) return null
  return pieces * price - discount
}

/** `10%` of the line as an amount, rounded half up; any other text as it is. */
export function discountOf(line: CartLine, typed: string): string {
  const percent = typed.match(/^\s*(\d{1,2})(?:[.,](\d{1,2}))?\s*%\s*$/)
  const gross = lineCents({ ...line, discount: '' })
  if (!percent || gross === null) return parseMoney(typed) ?? typed.trim()
  const hundredths = BigInt(percent[1]! + (percent[2] ?? '').padEnd(2, '0'))
  return fromCents((gross * hundredths + 5000n) / 10_000n)
}

/** The totals as the server will make them: tax once on the whole, rounded half up. */
export function totalsOf(cart: Cart, businessRate: string): Totals {
  const subtotal = cart.lines.reduce((sum, line) => sum + (lineCents(line) ?? 0n), 0n)
  const [whole = '0', fraction = ''] = (cart.taxRate ?? businessRate).split('.')
  const rate = BigInt(whole + fraction.padEnd(4, '0').slice(0, 4))
  const tax = (subtotal * rate + 5000n) / 10_000n
  return { subtotal: fromCents(subtotal), tax: fromCents(tax), total: fromCents(subtotal + tax) }
}

/** The sale as the API takes it, lines in the order they were added: the same order as its errors come back in. */
export function bodyOf({ lines, buyer }: Cart): SaleBody {
  return {
    customer: buyer?.id ?? null,
    customer_type: buyer?.type ?? 'Walk-in',
    lines: inOrder(lines).map(lineBody),
  }
}

export const inOrder = (lines: readonly CartLine[]): CartLine[] => lines.toReversed()

function lineBody(line: CartLine): SaleLine {
  const price = parseMoney(line.price)
  return {
    kind: line.kind,
    ...(line.kind === 'asset' ? { asset: line.item, warranty_tier: line.premium ? PREMIUM : '' } : {}),
    ...(line.kind === 'bulk' ? { bulk_stock: line.item } : {}),
    ...(line.kind === 'service' ? { item_description: line.description.trim() } : {}),
    quantity: Number(piecesOf(line) ?? 1n),
    ...(price === null ? {} : { unit_price: price }),
    discount: parseMoney(line.discount || '0') ?? '0.00',
  }
}

/** A draft of the server as a cart, to go on with it. */
export function cartOf(invoice: Invoice, buyer: Buyer | null): Cart {
  const lines = invoice.lines.map((line): CartLine => ({
    key: crypto.randomUUID(),
    kind: line.kind,
    item: line.asset?.id ?? line.bulk_stock?.id ?? null,
    description: line.item_description,
    code: line.asset?.label ?? '',
    quantity: String(line.quantity ?? 1),
    price: line.unit_price,
    discount: line.discount && toCents(line.discount) > 0n ? line.discount : '',
    premium: line.warranty_tier === PREMIUM,
  }))
  return { lines: lines.toReversed(), buyer, taxRate: invoice.tax_rate ?? null }
}
