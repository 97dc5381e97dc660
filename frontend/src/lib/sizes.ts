/** `1234567` → `1.2 MB`: how large a file is, as people say it; the smallest is not nothing. */
export function formatSize(bytes: number, locale: string): string {
  const isLarge = bytes >= 1_000_000
  const size = Math.max(0.1, bytes / (isLarge ? 1_000_000 : 1000))
  const unit = isLarge ? 'megabyte' : 'kilobyte'
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)
}
