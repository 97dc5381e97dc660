/** A word about what happened. What can be undone is done at once and offers the way back for eight seconds (`z`). */
import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

const SUCCESS_MS = 4000
const UNDO_MS = 8000

export interface Notice {
  id: number
  tone: 'success' | 'danger'
  title: string
  text?: string
  undo?: () => void
}

export const notices = shallowRef<readonly Notice[]>([])
let lastId = 0

/** The newest act that can still be taken back. */
export const undoable = computed(() => notices.value.findLast(({ undo }) => undo)?.undo)

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

function show(notice: Omit<Notice, 'id'>, milliseconds?: number): void {
  const id = ++lastId
  const { undo } = notice
  const takeBack = undo && (() => (dismiss(id), undo()))
  notices.value = [...notices.value, { ...notice, id, undo: takeBack }]
  if (milliseconds) setTimeout(() => dismiss(id), milliseconds)
}

export function useNotify() {
  const { t } = useI18n()
  return {
    success: (notice: Pick<Notice, 'title' | 'text' | 'undo'>) =>
      show({ ...notice, tone: 'success' }, notice.undo ? UNDO_MS : SUCCESS_MS),

    /** Stays until it has been read. */
    failure: (error: unknown) =>
      show({ tone: 'danger', title: t('errors.failed'), text: error instanceof Error ? error.message : String(error) }),
  }
}
