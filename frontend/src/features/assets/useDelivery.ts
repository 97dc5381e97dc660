import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { today } from '@/lib/dates'
import { recall, remember } from '@/lib/storage'
import { useBusiness } from '@/ui/business'
import { useNotify } from '@/ui/feedback/notify'
import type { InputField } from '@/ui/form/inputs'
import { useForm } from '@/ui/form/useForm'
import { useReceive } from './queries'
import { addSerials, outstanding, withRefusal, withResult, type Serial } from './receiving'
import { LOCATION } from './steps'
import type { ReceiveRequest } from './types'

export type OnError = 'all_or_nothing' | 'keep_valid'

const FIELDS: InputField[] = [
  {
    type: 'reference',
    name: 'product_model',
    label: 'assets.product_model',
    resource: 'product-models',
    required: true,
    wide: true,
  },
  { ...LOCATION, wide: false },
  { type: 'date', name: 'received_date', label: 'assets.received_date', required: true },
  { type: 'text', name: 'supplier', label: 'assets.supplier', wide: true },
  { type: 'money', name: 'purchase_cost', label: 'assets.purchase_cost' },
  { type: 'money', name: 'landed_cost', label: 'assets.landed_cost' },
]

const DRAFT = 'receive-draft'

/** One delivery on the receiving page. The serials outlive a reload; they were scanned by hand. */
export function useDelivery() {
  const { t } = useI18n()
  const notify = useNotify()
  const business = useBusiness()
  const receive = useReceive()

  const form = useForm(
    () => FIELDS,
    () => ({ received_date: today(business.value.time_zone) }),
    ['serial_numbers'],
  )

  const serials = ref<Serial[]>(recall(DRAFT, []))
  const onError = ref<OnError>('all_or_nothing')
  /** A word about the last scan. */
  const remark = ref('')

  watch(serials, (list) => remember(DRAFT, outstanding(list)))

  const waiting = computed(() => outstanding(serials.value))

  function add(codes: string[]): void {
    const addition = addSerials(serials.value, codes)
    serials.value = addition.serials
    remark.value = addition.repeated.length
      ? t('receive.repeated', { serials: addition.repeated.join(', ') }, addition.repeated.length)
      : ''
  }

  function remove(serial: Serial): void {
    const before = serials.value
    serials.value = before.filter((one) => one !== serial)
    notify.success({ title: t('receive.removed', { serial: serial.number }), undo: () => (serials.value = before) })
  }

  function startOver(): void {
    serials.value = []
    remark.value = ''
  }

  async function submit(): Promise<void> {
    if (!waiting.value.length) return
    const sent = waiting.value.toReversed()
    remark.value = ''
    await form.submit(async (body, key) => {
      const request = { ...body, serial_numbers: sent.map(({ number }) => number), on_error: onError.value }
      try {
        const result = await receive.mutateAsync({ body: request as unknown as ReceiveRequest, key })
        serials.value = withResult(serials.value, result)
        notify.success({ title: t('receive.done', { count: result.created.length }, result.created.length) })
      } catch (error) {
        serials.value = withRefusal(serials.value, sent, error)
        const refused = serials.value.filter(({ state }) => state === 'rejected').length
        remark.value = refused ? t('receive.refused', { count: refused }, refused) : ''
        throw error
      }
    })
  }

  return { form, fields: FIELDS, serials, waiting, onError, remark, add, remove, startOver, submit }
}
