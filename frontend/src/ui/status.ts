/** The tone of a status. A status is told by its word and by the shape of its mark; the colour only helps. */
import { useI18n } from 'vue-i18n'
import { slug } from '@/lib/text'

export type Tone = 'neutral' | 'info' | 'progress' | 'warning' | 'success' | 'danger'

const TONES: Record<Exclude<Tone, 'neutral'>, string[]> = {
  info: [
    'open',
    'sent',
    'submitted',
    'scheduled',
    'confirmed',
    'deposit_pending',
    'received',
    'customer_notified',
    'this_browser',
  ],
  progress: [
    'diagnostics_pending',
    'wipe_pending',
    'qc_pending',
    'pending',
    'diagnosing',
    'in_repair',
    'in_progress',
    'in_transit',
    'ordered',
    'arrived',
    'claimed',
  ],
  warning: ['hold', 'repair_hold', 'reserved', 'waiting_for_parts', 'returned', 'no_show', 'pass_with_notes', 'low'],
  success: [
    'ready_for_sale',
    'ready',
    'paid',
    'approved',
    'applied',
    'completed',
    'processed',
    'active',
    'sold',
    'picked_up',
    'pass',
  ],
  danger: [
    'not_sellable',
    'scrapped',
    'rejected',
    'cancelled',
    'void',
    'denied',
    'reversed',
    'refunded',
    'fail',
    'out_of_stock',
  ],
}

const TONE_OF = new Map(Object.entries(TONES).flatMap(([tone, words]) => words.map((word) => [word, tone as Tone])))

export function toneOf(status: string): Tone {
  return TONE_OF.get(slug(status)) ?? 'neutral'
}

/** A status in the reader's language; the server's own word where there is no translation. */
export function useStatusLabel() {
  const { t, te } = useI18n()
  return (status: string): string => {
    const key = `status.${slug(status)}`
    return te(key) ? t(key) : status
  }
}
