/** The trail of every change. Its rows are opened in place: they have no page. */
import type { ListKind } from '@/ui/list/kind'
import AuditChanges from './components/AuditChanges.vue'
import type { AuditEvent, ReadEvent } from './types'

export const auditList: ListKind<AuditEvent> = {
  resource: 'audit-events',
  title: 'audit.title',
  ordering: '-id',
  search: false,
  columns: [
    { key: 'at', label: 'audit.at', kind: 'datetime', phone: true },
    { key: 'actor', label: 'audit.actor', kind: 'reference' },
    { key: 'label', label: 'audit.action', phone: true },
    { key: 'object_type', label: 'audit.object_type', kind: 'word' },
    { key: 'object_id', label: 'audit.object_id', kind: 'code' },
    { key: 'reason', label: 'audit.reason' },
    { key: 'door', label: 'audit.door', roomy: true },
    { key: 'request_id', label: 'audit.request_id', kind: 'code', hidden: true },
  ],
  filters: [
    { type: 'reference', key: 'actor', label: 'audit.actor', resource: 'users', me: true },
    { type: 'text', key: 'action', label: 'audit.action' },
    { type: 'text', key: 'object_type', label: 'audit.object_type' },
    { type: 'text', key: 'object_id', label: 'audit.object_id' },
    { type: 'text', key: 'door', label: 'audit.door' },
    { type: 'dates', key: 'at', label: 'audit.at' },
    { type: 'text', key: 'request_id', label: 'audit.request_id' },
  ],
  empty: { title: 'audit.empty', text: 'audit.emptyText' },
  expanded: AuditChanges,
}

/** Who took lists out of the house, and read customers' accounts. */
export const readingList: ListKind<ReadEvent> = {
  resource: 'read-events',
  title: 'audit.readings',
  ordering: '-id',
  search: false,
  columns: [
    { key: 'at', label: 'audit.at', kind: 'datetime', phone: true },
    { key: 'actor', label: 'audit.actor', kind: 'reference', phone: true },
    { key: 'what', label: 'audit.what', phone: true },
    { key: 'rows', label: 'audit.rows', kind: 'number' },
    { key: 'request_id', label: 'audit.request_id', kind: 'code', hidden: true },
  ],
  filters: [
    { type: 'reference', key: 'actor', label: 'audit.actor', resource: 'users', me: true },
    { type: 'text', key: 'what', label: 'audit.what' },
    { type: 'dates', key: 'at', label: 'audit.at' },
    { type: 'text', key: 'request_id', label: 'audit.request_id' },
  ],
  empty: { title: 'audit.noReadings', text: 'audit.noReadingsText' },
}
