/** How a sale is paid: one tender or several, the cash as it was handed over. Change comes out of cash alone. */
import { fromCents, toCents } from '@/lib/money'
import { METHODS, type Method } from '@/ui/methods'
import { centsOf } from './cart'
import type { CheckoutBody } from './types'

export interface Tender {
  method: Method
  amount: string
  reference: string
}

export interface Settlement {
  /** What is still to be paid. */
  left: string
  change: string
  /** Translation key of what is wrong; none when all is well. */
  problem: '' | 'form.notAnAmount' | 'till.tooMuch'
  isSettled: boolean
}

const isCash = ({ method }: Tender) => method === 'Cash'
const isPositive = ({ amount }: Tender) => (centsOf(amount) ?? 0n) > 0n

export function settle(tenders: readonly Tender[], total: string): Settlement {
  const cents = tenders.map(({ amount }) => (amount.trim() === '' ? 0n : centsOf(amount)))
  if (cents.some((one) => one === null || one < 0n)) {
    return { left: '0.00', change: '0.00', problem: 'form.notAnAmount', isSettled: false }
  }
  const sum = (picked: (tender: Tender) => boolean) =>
    tenders.reduce((total_, tender, index) => total_ + (picked(tender) ? cents[index]! : 0n), 0n)
  const change = sum(() => true) - toCents(total)
  const isTooMuch = change > sum(isCash)
  return {
    left: fromCents(change < 0n ? -change : 0n),
    change: fromCents(change > 0n && !isTooMuch ? change : 0n),
    problem: isTooMuch ? 'till.tooMuch' : '',
    isSettled: change >= 0n && !isTooMuch,
  }
}

/** The tenders with one more for what is left, by a method that is not there yet. */
export function withRemainder(tenders: readonly Tender[], total: string): Tender[] {
  const used = new Set(tenders.map(({ method }) => method))
  const method = METHODS.find((one) => !used.has(one)) ?? 'Other'
  return [...tenders.filter(isPositive), { method, amount: settle(tenders, total).left, reference: '' }]
}

/** Cash goes as it was handed over: the server takes the change out of it. */
export function checkoutBody(tenders: readonly Tender[]): CheckoutBody {
  return {
    payments: tenders.filter(isPositive).map(({ method, amount, reference }) => ({
      payment_method: method,
      amount: fromCents(centsOf(amount)!),
      ...(reference.trim() ? { reference: reference.trim() } : {}),
    })),
  }
}

/** The next method whose word begins with the letter, as a list of choices would take it. */
export function methodByLetter(letter: string, current: Method, wordOf: (method: Method) => string): Method | null {
  const matching = METHODS.filter((method) => wordOf(method).toLowerCase().startsWith(letter.toLowerCase()))
  return matching[(matching.indexOf(current) + 1) % matching.length] ?? null
}
