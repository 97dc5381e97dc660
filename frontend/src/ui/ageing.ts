/** What is owed by days overdue; what is left of credit notes stands beside it with a minus. */
import { toCents } from '@/lib/money'

export const BUCKETS = ['current', 'overdue_1', 'overdue_31', 'overdue_61', 'overdue_91'] as const

export type Bucket = (typeof BUCKETS)[number]

export type Ageing = Record<Bucket | 'credit', string>

/** Each bucket with its share of all that is owed, in thousandths. */
export function ageingParts(ageing: Ageing): { bucket: Bucket; share: number }[] {
  const owed = BUCKETS.reduce((total, bucket) => total + toCents(ageing[bucket]), 0n)
  return BUCKETS.map((bucket) => ({
    bucket,
    share: owed > 0n ? Number((toCents(ageing[bucket]) * 1000n) / owed) : 0,
  }))
}
