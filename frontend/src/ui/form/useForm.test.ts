import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { refusal } from '@/test/stubs'
import { withSetup } from '@/test/mounting'
import type { FormValues, InputField } from './inputs'
import { useForm } from './useForm'

const FIELDS: InputField[] = [
  { type: 'text', name: 'full_name', label: 'customers.full_name', required: true },
  { type: 'money', name: 'credit_limit', label: 'customers.credit_limit' },
  { type: 'reference', name: 'customer_rep', label: 'customers.customer_rep', resource: 'users' },
]

const make = (initial: FormValues = {}) =>
  withSetup(() =>
    useForm(
      () => FIELDS,
      () => initial,
      ['lines'],
    ),
  )

describe('a form', () => {
  it('sends amounts as decimal strings, references as ids and emptiness as null', async () => {
    const form = make({ full_name: ' Ama ', customer_rep: { id: 3, label: 'Esi' } })
    form.values.credit_limit = '1,500'
    const send = vi.fn().mockResolvedValue(null)
    expect(await form.submit(send)).toBe(true)
    expect(send.mock.calls[0]![0]).toEqual({ full_name: 'Ama', credit_limit: '1500.00', customer_rep: 3 })
  })

  it('asks for what is missing before it sends anything', async () => {
    const form = make()
    form.values.credit_limit = 'much'
    const send = vi.fn()
    expect(await form.submit(send)).toBe(false)
    expect(send).not.toHaveBeenCalled()
    expect(Object.keys(form.errors)).toEqual(['full_name', 'credit_limit'])
  })

  it('puts a refusal on its fields and the rest above them', async () => {
    const form = make({ full_name: 'Ama' })
    const errors = refusal(
      { code: 'invalid', detail: 'Unknown.', attr: 'customer_rep' },
      { code: 'invalid', detail: 'Too many.', attr: 'lines.0.quantity' },
      { code: 'closed', detail: 'Closed today.', attr: null },
    )
    await form.submit(() => Promise.reject(new ApiError(400, errors)))
    expect(form.errors).toEqual({ customer_rep: 'Unknown.', lines: 'Too many.' })
    expect(form.banner.value).toEqual(['Closed today.'])
  })

  it('is dirty until it is saved', async () => {
    const form = make({ full_name: 'Ama' })
    expect(form.isDirty.value).toBe(false)
    form.values.full_name = 'Ama O.'
    expect(form.isDirty.value).toBe(true)
    await form.submit(() => Promise.resolve())
    expect(form.isDirty.value).toBe(false)
  })
})

describe('the key of an act', () => {
  async function keysOf(first: ApiError): Promise<string[]> {
    const form = make({ full_name: 'Ama' })
    const seen: string[] = []
    await form.submit((_, key) => (seen.push(key), Promise.reject(first)))
    await form.submit((_, key) => (seen.push(key), Promise.resolve()))
    return seen
  }

  it('stays when the answer was lost, so that the act happens once', async () => {
    const [first, second] = await keysOf(new ApiError(0, refusal({ code: 'offline', detail: '', attr: null })))
    expect(second).toBe(first)
  })

  it('changes after a refusal, which keeps no key', async () => {
    const [first, second] = await keysOf(new ApiError(409, refusal({ code: 'no', detail: '', attr: null })))
    expect(second).not.toBe(first)
  })

  it('is used once at a time', async () => {
    const form = make({ full_name: 'Ama' })
    const send = vi.fn(() => new Promise(() => {}))
    void form.submit(send)
    expect(await form.submit(send)).toBe(false)
    expect(send).toHaveBeenCalledOnce()
  })
})
