import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { keys } from '@/api/keys'
import { useDocument, useSave } from '@/api/queries'
import type { Reference } from '@/api/types'
import { useBusiness } from '@/ui/business'
import { useNotify } from '@/ui/feedback/notify'
import { emptyValue } from '@/ui/form/inputs'
import { useForm } from '@/ui/form/useForm'
import { useCan } from '@/ui/permissions'
import { ROUTES } from './kind'
import type { Customer, Invoice, Note, NoteResource } from './types'
import { HEAD, invoiceField, linesIn, linesOf, textsOf, TOTAL } from './writing'

const isId = (id: string): boolean => /^\d+$/.test(id)

/** A note that is being written: for one amount, or for lines which come to their total. */
export function useNewNote(resource: NoteResource) {
  const { t } = useI18n()
  const can = useCan()
  const route = useRoute()
  const router = useRouter()
  const notify = useNotify()
  const client = useQueryClient()
  const business = useBusiness()
  const save = useSave<Note>(resource)

  const hasLines = ref(false)
  const isSaved = ref(false)

  const texts = textsOf(resource).filter(({ permission }) => can(permission))
  const fields = computed(() => [...HEAD, invoiceField(), hasLines.value ? linesIn() : TOTAL, ...texts])
  const form = useForm(
    () => fields.value,
    () => ({ currency: business.value.currency }),
  )
  form.values.lines = emptyValue(linesIn())

  const customer = computed(() => form.values.customer as Reference | null)
  const customerId = computed(() => String(customer.value?.id ?? route.query.customer ?? ''))
  const { data: chosen } = useDocument<Customer>('customers', customerId, () => isId(customerId.value))

  const invoiceId = computed(() => String((form.values.invoice as Reference | null)?.id ?? ''))
  const { data: about } = useDocument<Invoice>('invoices', invoiceId, () => isId(invoiceId.value))

  /** An invoice that the address names brings its customer. */
  const asked = String(route.query.invoice ?? '')
  if (isId(asked)) form.values.invoice = { id: asked, label: '' }

  /** With the customer come their representative and their currency, with an invoice its own. */
  watch(
    () => chosen.value?.document,
    (document) => {
      if (!document || String(document.id) !== customerId.value) return
      form.values.customer ??= { id: document.id, label: document.full_name }
      form.values.customer_rep = document.customer_rep
      form.values.currency = document.currency ?? business.value.currency
    },
    { immediate: true },
  )
  watch(
    [() => about.value?.document, () => chosen.value?.document],
    ([invoice]) => {
      if (!invoice || String(invoice.id) !== invoiceId.value) return
      form.values.customer ??= invoice.customer
      if (customer.value?.id !== invoice.customer?.id) form.values.invoice = null
      else Object.assign(form.values, { invoice: nameOf(invoice), currency: invoice.currency })
    },
    { immediate: true },
  )

  /** All that was sold on the invoice becomes the note's lines, to be changed there. */
  function takeLines(invoice: Invoice): void {
    const percent = Number((Number(invoice.tax_rate) * 100).toFixed(2))
    form.values.lines = linesOf(invoice, t('notes.tax', { percent }))
    hasLines.value = true
  }

  const isDirty = computed(() => !isSaved.value && form.isDirty.value)

  async function submit(): Promise<void> {
    await form.submit(async (body, key) => {
      const note = await save.mutateAsync({ body, key })
      isSaved.value = true
      notify.success({ title: t('form.saved'), text: note.readable_number })
      if (note.invoice) void client.invalidateQueries({ queryKey: keys.all('invoices') })
      await router.push({ name: ROUTES[resource].one, params: { id: note.id } })
    })
  }

  return { form, texts, hasLines, customer, takeLines, isDirty, submit }
}

const nameOf = ({ id, invoice_number }: Invoice): Reference => ({ id, label: invoice_number })
