import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { isApiError } from '@/api/errors'
import { useDocument, useSave } from '@/api/queries'
import type { Id, Reference } from '@/api/types'
import { fromLocal, toLocal } from '@/lib/dates'
import { recall, remember } from '@/lib/storage'
import { useBusiness } from '@/ui/business'
import { useNotify } from '@/ui/feedback/notify'
import type { FormValues } from '@/ui/form/inputs'
import { useForm } from '@/ui/form/useForm'
import { customerField, headFields } from './kind'
import { useOpenItems } from './queries'
import {
  currenciesOf,
  itemsOf,
  NOTHING,
  payablesOf,
  problemsOf,
  refusalsOf,
  selectionOf,
  sumsOf,
  withClosed,
  type Selection,
} from './selection'
import type { AccountPayment, Customer } from './types'

const LAST_BANK = 'accountPayments.bank'
const UNTOUCHED = JSON.stringify(NOTHING)

/** A payment on account while it is written: for whom, into which bank, when, and for what. */
export function useAccountPayment(id?: string) {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const notify = useNotify()
  const business = useBusiness()
  const save = useSave<AccountPayment>('sales-payments')

  const loaded = id === undefined ? null : useDocument<AccountPayment>('sales-payments', id)
  const draft = computed(() => loaded?.data.value?.document)
  const fields = computed(() => (id === undefined ? [customerField, ...headFields] : headFields))
  const form = useForm(() => fields.value, initial, ['items_json', 'total'])
  const selection = ref<Selection>(NOTHING)
  const pristine = ref(UNTOUCHED)
  const refused = ref<Record<string, string>>({})
  const isSaved = ref(false)

  function initial(): FormValues {
    const { received_at = new Date(), deposited_in_bank, customer_rep = null } = draft.value ?? {}
    const at = toLocal(received_at, business.value.time_zone)
    return { deposited_in_bank: deposited_in_bank ?? recall(LAST_BANK, null), customer_rep, received_at: at }
  }

  /** Filled once: what is read again later never overwrites what somebody has typed. */
  watch(
    draft,
    (document, before) => {
      if (!document || before) return
      form.reset()
      selection.value = selectionOf(document.items_json)
      pristine.value = JSON.stringify(selection.value)
    },
    { immediate: true },
  )

  const customerId = computed((): Id | null => {
    if (id !== undefined) return draft.value?.customer.id ?? null
    return (form.values.customer as Reference | null)?.id ?? (route.query.customer as string | undefined) ?? null
  })
  const customer = useDocument<Customer>(
    'customers',
    () => customerId.value ?? '',
    () => id === undefined && /^\d+$/.test(String(customerId.value)),
  )
  const open = useOpenItems(customerId)

  /** With another customer come their representative and their currency, and nothing is chosen yet. */
  const chosenCurrency = ref('')
  watch(customerId, () => {
    if (id !== undefined) return
    selection.value = NOTHING
    chosenCurrency.value = ''
  })
  watch(
    () => customer.data.value?.document,
    (whose) => {
      if (!whose || String(whose.id) !== String(customerId.value)) return
      form.values.customer ??= { id: whose.id, label: whose.full_name }
      form.values.customer_rep = whose.customer_rep
    },
    { immediate: true },
  )

  const currencies = computed(() => (open.data.value ? currenciesOf(open.data.value) : []))
  const currency = computed({
    get: () =>
      draft.value?.currency ||
      chosenCurrency.value ||
      customer.data.value?.document.currency ||
      business.value.currency,
    set: (value) => {
      chosenCurrency.value = value
      selection.value = NOTHING
    },
  })
  const payables = computed(() => {
    if (!open.data.value || customerId.value === null) return []
    return withClosed(payablesOf(open.data.value, currency.value), draft.value?.items ?? [], currency.value)
  })

  const sums = computed(() => sumsOf(selection.value, payables.value))
  const problems = computed(() => problemsOf(selection.value, payables.value))
  const isRight = computed(() => !sums.value.isNegative && Object.keys(problems.value).length === 0)
  const isDirty = computed(
    () => !isSaved.value && (form.isDirty.value || JSON.stringify(selection.value) !== pristine.value),
  )

  function bodyOf({ received_at, ...body }: FormValues): FormValues {
    return {
      ...body,
      ...(received_at ? { received_at: fromLocal(String(received_at), business.value.time_zone) } : {}),
      ...(id === undefined ? { currency: currency.value } : {}),
      items_json: itemsOf(selection.value, payables.value),
      total: sums.value.total,
    }
  }

  async function submit(): Promise<void> {
    refused.value = {}
    if (!isRight.value) return focusProblem()
    const done = await form.submit(async (body, key) => {
      try {
        const etag = loaded?.data.value?.etag
        const payment = await save.mutateAsync({ id, body: bodyOf(body), etag, key })
        isSaved.value = true
        remember(LAST_BANK, form.values.deposited_in_bank)
        notify.success({ title: t('form.saved'), text: payment.readable_number })
        await router.push({ name: 'sales-payment', params: { id: payment.id } })
      } catch (error) {
        refused.value = refusalsOf(error, selection.value, payables.value)
        // Somebody else was first: what is open is shown as it is now, and the next save is made on top of theirs.
        if (isApiError(error, 409, 412)) await Promise.all([open.refetch(), loaded?.refetch()])
        throw error
      }
    })
    if (done) return
    if (Object.keys(refused.value).length) {
      delete form.errors.items_json
      focusProblem()
    }
  }

  return {
    loaded,
    draft,
    fields,
    form,
    customerId,
    open,
    currencies,
    currency,
    payables,
    selection,
    sums,
    problems,
    refused,
    isDirty,
    submit,
  }
}

function focusProblem(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, button)')?.focus(),
  )
}
