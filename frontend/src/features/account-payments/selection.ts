/** What a payment on account is for, while it is being chosen: the same sums as the server's, on whole cents. */
import { formErrors } from '@/api/errors'
import type { Id } from '@/api/types'
import { fromCents, parseMoney, toCents } from '@/lib/money'
import type { AskedItem, ItemType, OpenItem, OpenItems, ToldItem } from './types'

/** A document with something open on it; one whose draft names it is shown even when nothing is open any more. */
export interface Payable extends OpenItem {
  key: string
  type: Exclude<ItemType, 'advance'>
}

export interface Selection {
  /** What stands in the amount of each chosen document, by its key, as it was typed. */
  amounts: Record<string, string>
  /** Money for nothing yet. */
  advance: string
}

/** Translation key of what is wrong with an amount; none when all is well. */
export type Problem =
  | ''
  | 'accountPayments.noAmount'
  | 'form.notAnAmount'
  | 'accountPayments.aboveBalance'
  | 'accountPayments.nothingOpen'

export const ADVANCE = 'advance'
export const NOTHING: Selection = { amounts: {}, advance: '' }

const keyOf = (type: ItemType, id: Id | undefined): string => (type === ADVANCE ? ADVANCE : `${type}-${id}`)

export const isCredit = ({ type }: Pick<Payable, 'type'>): boolean => type === 'credit_note'

/** The documents in one currency, what is due first on top; what takes away from the payment comes last. */
export function payablesOf(open: OpenItems, currency: string): Payable[] {
  const typed = (type: Payable['type'], items: readonly OpenItem[]): Payable[] =>
    items.map((item) => ({ ...item, type, key: keyOf(type, item.id) }))
  const charges = [...typed('invoice', open.invoices), ...typed('debit_note', open.debit_notes)]
  const byDue = charges.toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)) || a.date.localeCompare(b.date))
  return [...byDue, ...typed('credit_note', open.credit_notes)].filter((item) => item.currency === currency)
}

const dueOf = ({ due_date, date }: OpenItem): string => due_date ?? date

export function currenciesOf({ invoices, debit_notes, credit_notes }: OpenItems): string[] {
  return [...new Set([...invoices, ...debit_notes, ...credit_notes].map(({ currency }) => currency))].toSorted()
}

/** With what the draft names and nobody owes any more, so that it can be taken out of it. */
export function withClosed(payables: readonly Payable[], items: readonly ToldItem[], currency: string): Payable[] {
  const known = new Set(payables.map(({ key }) => key))
  const closed = items.flatMap(({ type, document }): Payable[] => {
    if (type === ADVANCE || !document || known.has(keyOf(type, document.id))) return []
    const { id, label } = document
    const nothing = { total: '0.00', balance: '0.00', date: '', due_date: null, days_overdue: 0 }
    return [{ key: keyOf(type, id), type, id, label, number: label, currency, ...nothing }]
  })
  return [...payables, ...closed]
}

/** What a saved draft has chosen. */
export function selectionOf(items: readonly AskedItem[]): Selection {
  const amounts = items.filter(({ type }) => type !== ADVANCE).map(({ type, id, amount }) => [keyOf(type, id), amount])
  const advances = items.filter(({ type }) => type === ADVANCE).map(({ amount }) => toCents(amount))
  const advance = advances.reduce((sum, cents) => sum + cents, 0n)
  return { amounts: Object.fromEntries(amounts), advance: advance ? fromCents(advance) : '' }
}

export const isChosen = ({ amounts }: Selection, { key }: Payable): boolean => amounts[key] !== undefined

/** Chosen with the whole balance, or no longer chosen. */
export function withChosen(selection: Selection, payables: readonly Payable[], chosen: boolean): Selection {
  const amounts = { ...selection.amounts }
  for (const { key, balance } of payables) {
    if (!chosen) delete amounts[key]
    else amounts[key] ??= balance
  }
  return { ...selection, amounts }
}

export function withAmount(selection: Selection, { key }: Payable, typed: string): Selection {
  return { ...selection, amounts: { ...selection.amounts, [key]: typed } }
}

/** The cents somebody has typed; null while they are no positive amount. */
function centsOf(typed: string): bigint | null {
  const amount = parseMoney(typed)
  const cents = amount === null ? null : toCents(amount)
  return cents !== null && cents > 0n ? cents : null
}

export function problemOf({ balance }: Payable, typed: string | undefined): Problem {
  if (typed === undefined) return ''
  if (toCents(balance) === 0n) return 'accountPayments.nothingOpen'
  if (typed.trim() === '') return 'accountPayments.noAmount'
  const cents = centsOf(typed)
  if (cents === null) return 'form.notAnAmount'
  return cents > toCents(balance) ? 'accountPayments.aboveBalance' : ''
}

export const advanceProblem = (typed: string): Problem =>
  typed.trim() === '' || centsOf(typed) !== null ? '' : 'form.notAnAmount'

export interface Sums {
  /** Invoices and debit notes. */
  charges: string
  /** Credit notes: they take away. */
  credits: string
  advance: string
  total: string
  isNegative: boolean
  /** How many documents are chosen. */
  chosen: number
}

/** What the payment comes to: invoices, debit notes and the advance, less the credit notes. */
export function sumsOf({ amounts, advance }: Selection, payables: readonly Payable[]): Sums {
  const chosen = payables.filter(({ key }) => amounts[key] !== undefined)
  const sum = (those: readonly Payable[]) => those.reduce((all, { key }) => all + (centsOf(amounts[key]!) ?? 0n), 0n)
  const charges = sum(chosen.filter((one) => !isCredit(one)))
  const credits = sum(chosen.filter(isCredit))
  const ahead = centsOf(advance) ?? 0n
  const total = charges + ahead - credits
  return {
    charges: fromCents(charges),
    credits: fromCents(credits),
    advance: fromCents(ahead),
    total: fromCents(total),
    isNegative: total < 0n,
    chosen: chosen.length,
  }
}

/**
 * So much money, spent on what is due first; of the credit notes that are chosen no more is taken than is owed, and what
 * is left of the money is an advance. The total is the money.
 */
export function paidOldestFirst(selection: Selection, payables: readonly Payable[], received: string): Selection {
  const money = centsOf(received) ?? 0n
  const charges = payables.filter((one) => !isCredit(one))
  const owed = charges.reduce((sum, { balance }) => sum + toCents(balance), 0n)
  const credits = fill(
    payables.filter((one) => isCredit(one) && isChosen(selection, one)),
    owed,
  )
  const paid = fill(charges, money + credits.spent)
  const left = money + credits.spent - paid.spent
  return { amounts: { ...paid.amounts, ...credits.amounts }, advance: left > 0n ? fromCents(left) : '' }
}

/** Takes from each in turn until the sum is reached. */
function fill(payables: readonly Payable[], sum: bigint) {
  const amounts: Record<string, string> = {}
  let spent = 0n
  for (const { key, balance } of payables) {
    const left = sum - spent
    const taken = toCents(balance) < left ? toCents(balance) : left
    if (taken <= 0n) continue
    amounts[key] = fromCents(taken)
    spent += taken
  }
  return { amounts, spent }
}

/** The chosen documents in the order of the list, and the advance last. */
function chosenKeys({ amounts, advance }: Selection, payables: readonly Payable[]): string[] {
  const keys = payables.map(({ key }) => key).filter((key) => amounts[key] !== undefined)
  return advance.trim() === '' ? keys : [...keys, ADVANCE]
}

/** As the server takes them. Only of what has no problem. */
export function itemsOf(selection: Selection, payables: readonly Payable[]): AskedItem[] {
  const byKey = new Map(payables.map((one) => [one.key, one]))
  return chosenKeys(selection, payables).map((key): AskedItem => {
    const one = byKey.get(key)
    const amount = parseMoney(one ? selection.amounts[key]! : selection.advance)!
    return one ? { type: one.type, id: one.id, amount } : { type: ADVANCE, amount }
  })
}

/** The keys at which something is wrong, each with the translation key of what. */
export function problemsOf(selection: Selection, payables: readonly Payable[]): Record<string, Problem> {
  const problems = payables.map((one) => [one.key, problemOf(one, selection.amounts[one.key])] as const)
  const all = [...problems, [ADVANCE, advanceProblem(selection.advance)] as const]
  return Object.fromEntries(all.filter(([, problem]) => problem !== ''))
}

/** What the server refused, at the document it is about. */
export function refusalsOf(error: unknown, selection: Selection, payables: readonly Payable[]): Record<string, string> {
  const keys = chosenKeys(selection, payables)
  const names = keys.map((_, index) => `items_json.${index}`)
  const { fields } = formErrors(error, names)
  return Object.fromEntries(fields.map(({ name, message }) => [keys[names.indexOf(name)]!, message]))
}
