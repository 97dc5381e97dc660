import { describe, expect, it } from 'vitest'
import { formatMoney, isZero, parseMoney, sumMoney } from './money'

describe('formatMoney', () => {
  it('groups digits and keeps two places', () => {
    expect(formatMoney('1500.5', 'en')).toBe('1,500.50')
  })

  it('is exact beyond what a float can hold', () => {
    expect(formatMoney('9007199254740993.07', 'en')).toBe('9,007,199,254,740,993.07')
  })

  it('follows the locale', () => {
    expect(formatMoney('-1500.50', 'da')).toBe('-1.500,50')
  })

  it.each([null, undefined, ''])('is empty for %s', (amount) => {
    expect(formatMoney(amount, 'en')).toBe('')
  })

  it('shows what is no amount as it is', () => {
    expect(formatMoney('n/a', 'en')).toBe('n/a')
  })
})

describe('parseMoney', () => {
  it.each([
    ['1500', '1500.00'],
    ['1,500.50', '1500.50'],
    ['1.500,5', '1500.50'],
    ['1 500,50', '1500.50'],
    ['1.500', '1500.00'],
    ['-20', '-20.00'],
    ['12 345 678', '12345678.00'],
  ])('reads %s as %s', (text, amount) => {
    expect(parseMoney(text)).toBe(amount)
  })

  it.each(['', 'abc', '12.345.6x', '1,2,3'])('refuses %s', (text) => {
    expect(parseMoney(text)).toBeNull()
  })
})

describe('sumMoney', () => {
  it('adds without losing a cent', () => {
    expect(sumMoney(['0.10', '0.20', '-0.30', '9007199254740993.01'])).toBe('9007199254740993.01')
  })

  it('can be negative', () => {
    expect(sumMoney(['1.00', '-2.05'])).toBe('-1.05')
  })
})

it('isZero tells an empty balance', () => {
  expect(isZero('0.00')).toBe(true)
  expect(isZero('0.01')).toBe(false)
})
