/** Files on their way to a document, one after the other. What was refused stays until it is sent again or put away. */
import { computed, reactive, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { idempotencyKey } from '@/api/client'
import { isApiError } from '@/api/errors'
import { useStoryChanged } from '@/api/queries'
import type { Id } from '@/api/types'
import { upload } from '@/api/upload'
import { useNotify } from '../feedback/notify'
import { fitting } from './pictures'

export interface Upload {
  key: string
  file: File
  /** From 0 to 1. */
  progress: number
  refusal: string | null
  /** Refused for now, not for good. */
  canRetry: boolean
}

export function useUploads(resource: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<Id>) {
  const { t } = useI18n()
  const notify = useNotify()
  const storyChanged = useStoryChanged(resource, id)
  const uploads = reactive<Upload[]>([])
  const waiting = computed(() => uploads.filter(({ refusal }) => refusal === null))
  let isSending = false

  function add(files: Iterable<File>): void {
    for (const file of files) {
      uploads.push({ key: idempotencyKey(), file, progress: 0, refusal: null, canRetry: false })
    }
    void send()
  }

  function retry(one: Upload): void {
    one.refusal = null
    void send()
  }

  function dismiss(one: Upload): void {
    uploads.splice(uploads.indexOf(one), 1)
  }

  async function send(): Promise<void> {
    if (isSending) return
    isSending = true
    for (let one = waiting.value[0]; one; one = waiting.value[0]) await sendOne(one)
    isSending = false
  }

  async function sendOne(one: Upload): Promise<void> {
    try {
      const form = new FormData()
      form.set('kind', toValue(resource))
      form.set('document', String(toValue(id)))
      form.set('file', await fitting(one.file))
      await upload('attachments', form, { key: one.key, onProgress: (part) => (one.progress = part) })
      dismiss(one)
      notify.success({ title: t('attachments.added'), text: one.file.name })
      await storyChanged()
    } catch (error) {
      one.refusal = error instanceof Error ? error.message : String(error)
      one.canRetry = isApiError(error, 0, 409, 429, 503)
      one.progress = 0
    }
  }

  return { uploads, add, retry, dismiss }
}
