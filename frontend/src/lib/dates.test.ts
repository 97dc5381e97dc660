import { expect, it } from 'vitest'
import { formatDate, formatDateTime, formatRelative, fromLocal, today, toLocal } from './dates'

it('shows a business date without shifting it through a zone', () => {
  expect(formatDate('2026-07-01', { locale: 'en' })).toBe('1 Jul 2026')
})

it('shows a time in the zone of the business', () => {
  expect(formatDateTime('2026-07-01T23:30:00Z', { locale: 'en', timeZone: 'Europe/Copenhagen' })).toBe(
    '2 Jul 2026, 01:30',
  )
})

it('knows the date of the business, not of the browser', () => {
  expect(today('Pacific/Auckland', new Date('2026-06-30T20:00:00Z'))).toBe('2026-07-01')
})

it.each([
  [-30_000, 'now'],
  [-3 * 3_600_000, '3 hr ago'],
  [-86_400_000, 'yesterday'],
])('says %d ms from now as %s', (offset, words) => {
  const now = Date.parse('2026-07-01T12:00:00Z')
  expect(formatRelative(new Date(now + offset).toISOString(), 'en', now)).toBe(words)
})

it('writes a time as a field of the business holds it, and reads it back', () => {
  expect(toLocal('2026-07-01T12:30:00Z', 'Europe/Copenhagen')).toBe('2026-07-01T14:30')
  expect(fromLocal('2026-07-01T14:30', 'Europe/Copenhagen')).toBe('2026-07-01T12:30:00.000Z')
  expect(fromLocal('2026-01-01T00:15', 'Africa/Accra')).toBe('2026-01-01T00:15:00.000Z')
  expect(fromLocal('2026-01-01T00:15', 'Pacific/Auckland')).toBe('2025-12-31T11:15:00.000Z')
})
