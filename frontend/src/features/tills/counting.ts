/** Closing a till: what should be there of each method, what was counted, and by how much the two differ. */
import { fromCents, parseMoney, sumMoney, toCents } from '@/lib/money'
import type { Taking } from './types'

/** What was typed, by method. */
export type Typed = Record<string, string>

export interface CountedLine {
  method: Taking['payment_method']
  expected: string
  typed: string
  /** Null while nothing, or no amount, is typed. */
  counted: string | null
  difference: string | null
}

export function linesOf(takings: readonly Taking[], typed: Typed): CountedLine[] {
  return takings.map(({ payment_method: method, expected }) => {
    const text = typed[method] ?? ''
    const amount = text.trim() ? parseMoney(text) : null
    const counted = amount?.startsWith('-') ? null : amount
    return {
      method,
      expected,
      typed: text,
      counted,
      difference: counted === null ? null : fromCents(toCents(counted) - toCents(expected)),
    }
  })
}

export const isCounted = (lines: readonly CountedLine[]): boolean => lines.every(({ counted }) => counted !== null)

export function differenceOf(lines: readonly CountedLine[]): string {
  return sumMoney(lines.flatMap(({ difference }) => difference ?? []))
}

/** As the API wants it. */
export function countedBody(lines: readonly CountedLine[], notes: string) {
  const counted = lines.flatMap((line) =>
    line.counted === null ? [] : { payment_method: line.method, counted: line.counted },
  )
  return { counted, notes: notes.trim() }
}
