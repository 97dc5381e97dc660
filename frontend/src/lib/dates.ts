/** Dates as people read them. A business date (`2026-07-01`) has no zone; a time is shown in the business's zone. */

import { dateFormat } from './formats'

export interface DateSettings {
  locale: string
  timeZone?: string
}

/** English is read here with the day before the month. */
const regional = (locale: string): string => (locale === 'en' ? 'en-GB' : locale)

export function formatDate(date: string | null | undefined, { locale }: DateSettings): string {
  if (!date) return ''
  const format = dateFormat(regional(locale), { dateStyle: 'medium', timeZone: 'UTC' })
  return format.format(new Date(`${date.slice(0, 10)}T00:00:00Z`))
}

export function formatDateTime(time: string | null | undefined, { locale, timeZone }: DateSettings): string {
  if (!time) return ''
  const format = dateFormat(regional(locale), { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return format.format(new Date(time))
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** `3 hours ago`; `now` within the minute. */
export function formatRelative(time: string, locale: string, now = Date.now()): string {
  const seconds = Math.round((new Date(time).getTime() - now) / 1000)
  const format = new Intl.RelativeTimeFormat(regional(locale), { numeric: 'auto', style: 'short' })
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size)
  return unit ? format.format(Math.trunc(seconds / unit[1]), unit[0]) : format.format(0, 'second')
}

/** A time as a field for date and time holds it (`2026-07-01T14:30`), in the business's zone. */
export function toLocal(time: string | Date, timeZone?: string): string {
  const format = dateFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return format.format(new Date(time)).replace(' ', 'T')
}

/** The time that such a field means, as the API writes times. */
export function fromLocal(local: string, timeZone?: string): string {
  const asUtc = new Date(`${local}:00Z`)
  const shift = new Date(`${toLocal(asUtc, timeZone)}:00Z`).getTime() - asUtc.getTime()
  return new Date(asUtc.getTime() - shift).toISOString()
}

/** Today's date in the business's zone, as the API writes dates. */
export function today(timeZone?: string, now = new Date()): string {
  return dateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}
