import { useQuery } from '@tanstack/vue-query'
import { useEventListener } from '@vueuse/core'
import { ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave } from 'vue-router'
import { isApiError } from '@/api/errors'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Versioned } from '@/api/types'
import { useNotify } from '../feedback/notify'
import { useShortcuts } from '../shortcuts'
import type { FormValues, InputField } from './inputs'
import { useForm } from './useForm'

/** The form of the one row of an address without ids: the settings, the own profile. It stays open when it is saved. */
export function useOnlyForm(name: string, fields: () => readonly InputField[], onSaved: () => Promise<unknown>) {
  const { t } = useI18n()
  const notify = useNotify()

  const query = useQuery({
    queryKey: keys.only(name),
    queryFn: ({ signal }) => resource.only<FormValues>(name, signal),
  })
  const read = ref<Versioned<FormValues> | null>(null)
  const form = useForm(fields, () => read.value?.document ?? {})

  /** What is read again later never overwrites what somebody has typed. */
  watch(
    query.data,
    (versioned) => {
      if (!versioned || (read.value && form.isDirty.value)) return
      read.value = versioned
      form.reset()
    },
    { immediate: true },
  )

  async function takeFresh(): Promise<void> {
    read.value = (await query.refetch()).data ?? read.value
  }

  async function submit(): Promise<void> {
    const done = await form.submit(async (body) => {
      try {
        await resource.updateOnly<FormValues>(name, body, read.value?.etag ?? null)
        await takeFresh()
      } catch (error) {
        // Somebody else saved first: the next save is made on top of theirs.
        if (isApiError(error, 412)) await takeFresh()
        throw error
      }
    })
    if (!done) return
    form.reset()
    notify.success({ title: t('form.saved') })
    await onSaved()
  }

  useShortcuts(
    ['ctrl+s', 'ctrl+enter'].map((pressed) => ({
      keys: pressed,
      label: 'common.save',
      run: () => void submit(),
      always: true,
    })),
  )
  onBeforeRouteLeave(() => !form.isDirty.value || window.confirm(t('form.leave')))
  useEventListener(window, 'beforeunload', (event) => {
    if (form.isDirty.value) event.preventDefault()
  })

  return { query, form, submit }
}
