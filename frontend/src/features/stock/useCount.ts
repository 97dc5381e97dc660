import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useDocument, useSave } from '@/api/queries'
import type { Id, Reference } from '@/api/types'
import { recall, remember } from '@/lib/storage'
import { useNotify } from '@/ui/feedback/notify'
import { useForm } from '@/ui/form/useForm'
import { countFields } from './counts'
import { countedOf, linesOf, scanned, withTyped, type Counted } from './counting'
import { useItemsAt } from './queries'
import type { StockCount } from './types'

/** One count on its page: a new one, or an open one whose figures are corrected. What was typed outlives a reload. */
export function useCount(id?: string) {
  const { t } = useI18n()
  const router = useRouter()
  const notify = useNotify()
  const save = useSave<StockCount>('stock-counts')
  const loaded = id === undefined ? null : useDocument<StockCount>('stock-counts', id)

  const fields = id === undefined ? countFields : []
  const form = useForm(
    () => fields,
    () => ({}),
    ['lines'],
  )

  const location = computed((): Id | null =>
    loaded
      ? (loaded.data.value?.document.location.id ?? null)
      : ((form.values.location as Reference | null)?.id ?? null),
  )
  const { data: items, isFetching, error } = useItemsAt(location)

  const counted = ref<Counted>({})
  const isSaved = ref(false)
  /** A word about the last scan. */
  const remark = ref('')
  const draft = computed(() => `stock-count.${id ?? `at-${location.value}`}`)

  watch(
    () => [draft.value, loaded?.data.value !== undefined],
    () => (counted.value = recall(draft.value, loaded?.data.value ? countedOf(loaded.data.value.document) : {})),
    { immediate: true },
  )

  const lines = computed(() => linesOf(items.value ?? [], counted.value))
  const isDirty = computed(() => !isSaved.value && form.isDirty.value)

  function type(item: Id, typed: string): void {
    counted.value = withTyped(counted.value, item, typed)
    remember(draft.value, counted.value)
  }

  /** One piece more of what was scanned. */
  function scan(code: string): Id | null {
    const item = scanned(items.value ?? [], code)
    remark.value = item ? '' : t('counts.unknownCode', { code })
    if (!item) return null
    type(item.id, String((counted.value[item.id] ?? 0) + 1))
    return item.id
  }

  async function submit(): Promise<void> {
    const done = await form.submit(async (body, key) => {
      const etag = loaded?.data.value?.etag
      const count = await save.mutateAsync({ id, body: { ...body, lines: lines.value }, etag, key })
      remember(draft.value, {})
      isSaved.value = true
      notify.success({ title: t('form.saved'), text: count.name })
      await router.push({ name: 'stock-count', params: { id: count.id } })
    })
    if (!done) remark.value = ''
  }

  return {
    loaded,
    fields,
    form,
    location,
    items,
    isFetching,
    error,
    counted,
    lines,
    remark,
    isDirty,
    type,
    scan,
    submit,
  }
}
