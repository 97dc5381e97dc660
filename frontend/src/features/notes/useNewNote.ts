import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { useDocument, useSave } from '@/api/queries'
import type { Reference } from '@/api/types'
import { useBusiness } from '@/ui/business'
import { useNotify } from '@/ui/feedback/notify'
import type { InputField } from '@/ui/form/inputs'
import { useForm } from '@/ui/form/useForm'
import { useCan } from '@/ui/permissions'
import { ROUTES } from './kind'
import { bodyOf, isBlank, lineErrors, newLine, totalOf, type DraftLine } from './lines'
import type { Customer, Note, NoteResource } from './types'

export const HEAD: InputField[] = [
  { type: 'reference', name: 'customer', label: 'notes.customer', resource: 'customers', required: true, wide: true },
  { type: 'reference', name: 'customer_rep', label: 'notes.customer_rep', resource: 'users' },
  { type: 'text', name: 'currency', label: 'notes.currency' },
]
export const TOTAL: InputField = { type: 'money', name: 'total', label: 'notes.total', required: true, wide: true }

/** What the note says. A credit note tells the customer why; private notes are for those who may read them. */
export const textsOf = (resource: NoteResource): InputField[] => [
  {
    type: 'textarea',
    name: 'public_notes',
    label: 'notes.public_notes',
    help: 'notes.publicHelp',
    required: resource === 'credit-notes',
  },
  {
    type: 'textarea',
    name: 'private_notes',
    label: 'notes.private_notes',
    help: 'notes.privateHelp',
    permission: `${resource}.see-private-notes`,
  },
]

/** A note that is being written: for one amount, or for lines which come to their total. */
export function useNewNote(resource: NoteResource) {
  const { t } = useI18n()
  const can = useCan()
  const route = useRoute()
  const router = useRouter()
  const notify = useNotify()
  const business = useBusiness()
  const save = useSave<Note>(resource)

  const hasLines = ref(false)
  const lines = ref<DraftLine[]>([newLine()])
  const refused = ref<Record<number, string[]>>({})
  const isSaved = ref(false)

  const texts = textsOf(resource).filter(({ permission }) => can(permission))
  const fields = computed(() => [...HEAD, ...(hasLines.value ? [] : [TOTAL]), ...texts])
  const form = useForm(
    () => fields.value,
    () => ({ currency: business.value.currency }),
    ['lines'],
  )

  const customerId = computed(() =>
    String((form.values.customer as Reference | null)?.id ?? route.query.customer ?? ''),
  )
  const { data: chosen } = useDocument<Customer>('customers', customerId, () => /^\d+$/.test(customerId.value))

  /** With the customer come their representative and their currency. */
  watch(
    () => chosen.value?.document,
    (customer) => {
      if (!customer || String(customer.id) !== customerId.value) return
      form.values.customer ??= { id: customer.id, label: customer.full_name }
      form.values.customer_rep = customer.customer_rep
      form.values.currency = customer.currency ?? business.value.currency
    },
    { immediate: true },
  )

  const total = computed(() => totalOf(lines.value))
  const isDirty = computed(
    () => !isSaved.value && (form.isDirty.value || (hasLines.value && lines.value.some((line) => !isBlank(line)))),
  )

  async function submit(): Promise<void> {
    refused.value = {}
    const done = await form.submit(async (body, key) => {
      const said = hasLines.value ? { ...body, lines: bodyOf(lines.value) } : body
      try {
        const note = await save.mutateAsync({ body: said, key })
        isSaved.value = true
        notify.success({ title: t('form.saved'), text: note.readable_number })
        await router.push({ name: ROUTES[resource].one, params: { id: note.id } })
      } catch (error) {
        refused.value = lineErrors(error, lines.value)
        throw error
      }
    })
    if (done) return
    // What stands at its line is not said above the form again.
    if (Object.keys(refused.value).length) delete form.errors.lines
  }

  return { form, texts, hasLines, lines, refused, total, isDirty, submit }
}
