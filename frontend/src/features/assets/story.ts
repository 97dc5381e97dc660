import type { TimelineEvent } from '@/api/types'
import type { Passport } from './types'

/** A device's whole story in the shape of any timeline: receipt, movements, tests, wipes, sales, warranties. */
export function storyOf({ events }: Passport): TimelineEvent[] {
  return events.map(({ at, kind, title, detail, actor, link, file }, index) => ({
    id: index,
    at,
    actor,
    action: kind,
    label: title,
    from_status: null,
    to_status: null,
    reason: detail,
    door: '',
    changes: [],
    link,
    file,
  }))
}
