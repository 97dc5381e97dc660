import { expect, it } from 'vitest'
import { dateFormat, numberFormat } from './formats'

it('a formatter is made once for each locale and its options', () => {
  expect(numberFormat('en')).toBe(numberFormat('en'))
  expect(numberFormat('en')).not.toBe(numberFormat('da'))
  expect(numberFormat('en', { minimumFractionDigits: 2 }).format(1)).toBe('1.00')
  expect(dateFormat('en-GB', { timeZone: 'UTC' })).toBe(dateFormat('en-GB', { timeZone: 'UTC' }))
  expect(dateFormat('en-GB', { timeZone: 'UTC' })).not.toBe(dateFormat('en-GB', { timeZone: 'Africa/Accra' }))
})
