/** What a code or a few letters stand for: a unit, a bulk item, a customer. */
import { resource } from '@/api/resource'
import type { Asset, BulkItem, Customer } from './types'

export type Item = { kind: 'asset'; row: Asset } | { kind: 'bulk'; row: BulkItem }

const SHOWN = '6'
const FOUR_DIGITS = /^[\d\s+()/.-]*$/
const FEWEST_DIGITS = 4

/** `3*USB` is three of what the words mean. */
export function countAndWords(typed: string): { count: number; words: string } {
  const [, count = '1', words = ''] = typed.trim().match(/^(?:(\d{1,4})\s*\*)?\s*(.*)$/) ?? []
  return { count: Number(count), words }
}

/** The one thing that carries this very code. */
export async function findCode(code: string): Promise<Item | null> {
  const upper = code.toUpperCase()
  const [serials, tags, skus] = await Promise.all([
    resource.list<Asset>('assets', { serial_number: code, page_size: '1' }),
    resource.list<Asset>('assets', { asset_tag: upper, page_size: '1' }),
    resource.list<BulkItem>('bulk-stock', { sku: upper, page_size: '1' }),
  ])
  const unit = serials.results[0] ?? tags.results[0]
  if (unit) return { kind: 'asset', row: unit }
  return skus.results[0] ? { kind: 'bulk', row: skus.results[0] } : null
}

/** What may be meant by a few letters; of units only those that are for sale. */
export async function findItems(typed: string, signal?: AbortSignal): Promise<Item[]> {
  const search = countAndWords(typed).words
  const [stock, units] = await Promise.all([
    resource.list<BulkItem>('bulk-stock', { search, page_size: SHOWN }, signal),
    resource.list<Asset>('assets', { search, status: 'Ready for Sale', page_size: SHOWN }, signal),
  ])
  return [
    ...stock.results.map((row): Item => ({ kind: 'bulk', row })),
    ...units.results.map((row): Item => ({ kind: 'asset', row })),
  ]
}

export async function findCustomers(search: string, signal?: AbortSignal): Promise<Customer[]> {
  return (await resource.list<Customer>('customers', { search, page_size: SHOWN }, signal)).results
}

/** Three digits are too many people. */
export function isTelling(text: string): boolean {
  return FOUR_DIGITS.test(text) ? text.replace(/\D/g, '').length >= FEWEST_DIGITS : text.length >= 2
}
