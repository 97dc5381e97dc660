import { computed, nextTick, reactive, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { formErrors, isApiError } from '@/api/errors'
import { idempotencyKey } from '@/api/client'
import { parseMoney } from '@/lib/money'
import { incoming, outgoing, type FormValues, type InputField } from './inputs'

/**
 * The state of one form: its values, what is wrong with them, and whether leaving would lose anything. The client asks
 * for what is missing; whether the values are right the server says, and its answer lands on the fields.
 */
export function useForm(
  fields: () => readonly InputField[],
  initial: () => FormValues = () => ({}),
  /** Names of what the form draws itself and whose errors it shows there. */
  ownParts: readonly string[] = [],
) {
  const { t } = useI18n()

  const values = reactive<FormValues>({})
  const errors = reactive<Record<string, string>>({})
  const banner = ref<string[]>([])
  const isBusy = ref(false)
  const key = ref(idempotencyKey())
  const pristine = shallowRef('')

  const body = computed(() =>
    Object.fromEntries(fields().map((field) => [field.name, outgoing(field, values[field.name])])),
  )
  const isDirty = computed(() => JSON.stringify(body.value) !== pristine.value)

  function reset(): void {
    const given = initial()
    for (const field of fields()) {
      values[field.name] = incoming(field, given[field.name])
    }
    clearErrors()
    key.value = idempotencyKey()
    pristine.value = JSON.stringify(body.value)
  }

  function clearErrors(): void {
    for (const name of Object.keys(errors)) delete errors[name]
    banner.value = []
  }

  function check(): boolean {
    clearErrors()
    for (const field of fields()) {
      const value = body.value[field.name]
      if (field.required && (value === null || value === '')) errors[field.name] = t('form.required')
      if (field.type === 'money' && value !== null) {
        const amount = parseMoney(String(value))
        if (amount === null) errors[field.name] = t('form.notAnAmount')
        else values[field.name] = amount
      }
    }
    return Object.keys(errors).length === 0
  }

  /** Takes a refusal apart: to the fields what is theirs, the rest above them. */
  function refuse(error: unknown): void {
    const refused = formErrors(error, [...fields().map(({ name }) => name), ...ownParts, ...partsIn(error)])
    for (const { name, message } of refused.fields) errors[name] ??= message
    banner.value = refused.banner
  }

  /** The parts named in a refusal that their field shows itself. */
  function partsIn(error: unknown): string[] {
    const showing = fields().filter((field) => field.type === 'custom' && field.parts)
    const named = isApiError(error) ? error.problem.errors.map(({ attr }) => attr ?? '') : []
    return named.filter((attr) => showing.some(({ name }) => attr.startsWith(`${name}.`)))
  }

  /** Runs `send` with the form's body; true when it went through. The first refused field gets the focus. */
  async function submit(send: (body: FormValues, key: string) => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false
    if (!check()) {
      void focusFirstError()
      return false
    }
    isBusy.value = true
    try {
      await send(body.value, key.value)
      pristine.value = JSON.stringify(body.value)
      return true
    } catch (error) {
      refuse(error)
      // A refused request keeps no key, and the mended one is another payload. One whose answer was lost keeps it.
      if (isApiError(error) && error.status >= 400 && error.status < 500) key.value = idempotencyKey()
      void focusFirstError()
      return false
    } finally {
      isBusy.value = false
    }
  }

  reset()
  return { values, errors, banner, isBusy, isDirty, body, reset, submit }
}

async function focusFirstError(): Promise<void> {
  await nextTick()
  document.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, button), [aria-invalid=true]')?.focus()
}

export type Form = ReturnType<typeof useForm>
