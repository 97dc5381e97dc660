/** Money is a decimal string from the server to the screen. It is never turned into a number. */

import { numberFormat } from './formats'

const DECIMAL = /^-?\d+(\.\d+)?$/

/** `"1500.5"` as `1,500.50` in the reader's locale; the digits are exact at any size. */
export function formatMoney(amount: string | null | undefined, locale: string): string {
  if (amount == null || amount === '') return ''
  if (!DECIMAL.test(amount)) return amount
  const format = numberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return format.format(amount as Intl.StringNumericLiteral)
}

/** What a person typed or pasted (`1 500,50`, `1,500.50`) as the API's decimal string; null when it is no amount. */
export function parseMoney(text: string): string | null {
  const compact = text.replace(/[\s\u00a0\u202f']/g, '')
  const decimal = compact.match(/[.,](\d{1,2})$/)
  const whole = (decimal ? compact.slice(0, decimal.index) : compact).replace(/[.,](?=\d{3}(\D|$))/g, '')
  if (!/^-?\d+$/.test(whole)) return null
  return `${whole}.${(decimal?.[1] ?? '').padEnd(2, '0')}`
}

/** Exact sum of decimal strings with two places. */
export function sumMoney(amounts: readonly string[]): string {
  return fromCents(amounts.reduce((total, amount) => total + toCents(amount), 0n))
}

export function isZero(amount: string | null | undefined): boolean {
  return !amount || toCents(amount) === 0n
}

export function toCents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const cents = BigInt(whole + fraction.padEnd(2, '0').slice(0, 2))
  return amount.startsWith('-') ? -cents : cents
}

export function fromCents(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
