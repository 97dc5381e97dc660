/** One field of a row or document: the column of a table and the fact of a page are declared alike. */
import { useI18n } from 'vue-i18n'
import type { Reference } from '@/api/types'
import { formatDate, formatDateTime } from '@/lib/dates'
import { numberFormat } from '@/lib/formats'
import { formatMoney } from '@/lib/money'
import { useBusiness } from './business'
import { useStatusLabel } from './status'

/** A `word` is one of the server's, as a status is, but shown as plain text. */
export type FieldKind =
  | 'text'
  | 'word'
  | 'code'
  | 'number'
  | 'money'
  | 'date'
  | 'datetime'
  | 'status'
  | 'reference'
  | 'flag'

export interface Field<T> {
  key: string
  /** Translation key. */
  label: string
  kind?: FieldKind
  /** The key's own value unless given. */
  value?: (row: T) => unknown
  /** The entity a reference leads to, where the rows differ in it each row's own. */
  entity?: string | ((row: T) => string)
  /** Translation key of what stands there when the field is empty. */
  blank?: string
}

export function valueOf<T>(field: Field<T>, row: T): unknown {
  return field.value ? field.value(row) : (row as Record<string, unknown>)[field.key]
}

export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

/** A function that gives any field as text, for the reader's locale and the business's time zone. */
export function useFieldText() {
  const { t, locale } = useI18n()
  const business = useBusiness()
  const statusLabel = useStatusLabel()

  return function text<T>(field: Field<T>, row: T): string {
    const value = valueOf(field, row)
    if (isEmpty(value)) return field.blank ? t(field.blank) : ''
    switch (field.kind) {
      case 'money':
        return formatMoney(String(value), locale.value)
      case 'number':
        return numberFormat(locale.value).format(value as number)
      case 'date':
        return formatDate(String(value), { locale: locale.value })
      case 'datetime':
        return formatDateTime(String(value), { locale: locale.value, timeZone: business.value.time_zone })
      case 'status':
      case 'word':
        return statusLabel(String(value))
      case 'reference':
        return (value as Reference).label
      case 'flag':
        return value ? t('common.yes') : t('common.no')
      default:
        return String(value)
    }
  }
}
