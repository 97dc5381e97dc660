import { expect, it } from 'vitest'
import { formatSize } from './sizes'

it.each([
  [16, 'en', '0.1 kB'],
  [640, 'en', '0.6 kB'],
  [1234, 'en', '1.2 kB'],
  [48_900, 'en', '49 kB'],
  [1_234_567, 'en', '1.2 MB'],
  [4_900_000, 'da', '4,9 MB'],
])('says %i bytes in %s as people do', (bytes, locale, said) => {
  expect(formatSize(bytes, locale)).toBe(said)
})
