import type { components } from '@/api/schema'
import type { Row } from '@/api/types'

export type Queue = components['schemas']['Queue']
export type Waiting = components['schemas']['Waiting']

/** A document that waits: ids of different kinds may be the same, so a row is named by its queue too. */
export interface WaitingRow extends Omit<Row, 'updated_at'>, Omit<Waiting, 'id'> {
  document: Waiting['id']
  label: string
  kind: string
}
