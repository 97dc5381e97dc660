import { describe, expect, it } from 'vitest'
import { refusal, stubServer, type Sent } from '@/test/stubs'
import { createDrafting, newStanding, type Standing } from './drafting'
import type { SaleBody } from './types'

const body = (pieces: number): SaleBody => ({
  customer_type: 'Walk-in',
  lines: [{ kind: 'bulk', bulk_stock: 3, quantity: pieces }],
})
const PAYMENT = { payments: [{ payment_method: 'Cash' as const, amount: '10.00' }] }
const draft = (status = 'Draft') => ({ id: 9, invoice_number: 'INV-9', status, total_amount: '10.00' })

type Answer = ReturnType<Parameters<typeof stubServer>[0]>

/** A server on which one invoice lives; `answer` may say otherwise for a request. */
function till(answer: (sent: Sent, count: number) => Answer | undefined = () => undefined) {
  let standing: Standing = newStanding()
  let version = 0
  let count = 0
  const sent = stubServer((request) => {
    const own = answer(request, ++count)
    if (own) return own
    if (request.method !== 'GET') version += 1
    const paid = request.path.endsWith('checkout')
    return {
      status: 200,
      body: paid ? { ...draft('Paid'), change: '2.00' } : draft(),
      headers: { ETag: `"9-${version}"` },
    }
  })
  const drafting = createDrafting(
    () => standing,
    (next) => (standing = next),
  )
  const told = () => sent.map(({ method, path }) => `${method} ${path.replace('/api/v1/invoices', '')}`)
  return { ...drafting, sent, told, standing: () => standing }
}

const refused = (status: number, code: string): Answer => ({
  status,
  body: refusal({ code, detail: code, attr: null }),
})
const lost = (): Answer => {
  throw new TypeError('network')
}

describe('a sale', () => {
  it('is created and checked out under one key', async () => {
    const { write, checkout, told, sent, standing } = till()
    const { key } = standing()
    await write(body(1))
    expect(await checkout(body(1), PAYMENT)).toMatchObject({ change: '2.00', invoice: { status: 'Paid' } })
    expect(told()).toEqual(['POST ', 'POST /9/checkout'])
    expect(sent.map(({ headers }) => headers.get('Idempotency-Key'))).toEqual([key, `${key}:checkout`])
  })

  it('keeps its draft when the cart changes', async () => {
    const { write, checkout, told, sent } = till()
    await write(body(1))
    await checkout(body(2), PAYMENT)
    expect(told()).toEqual(['POST ', 'PATCH /9', 'POST /9/checkout'])
    expect(sent[1]!.headers.get('If-Match')).toBe('"9-1"')
    expect(sent[1]!.body).toEqual(body(2))
  })

  it('writes the same draft again after a refused checkout, and never a second one', async () => {
    const { checkout, told } = till(({ path }, count) =>
      path.endsWith('checkout') && count < 3 ? refused(409, 'asset_not_sellable') : undefined,
    )
    await expect(checkout(body(1), PAYMENT)).rejects.toMatchObject({ code: 'asset_not_sellable' })
    await checkout(body(1), PAYMENT)
    expect(told()).toEqual(['POST ', 'POST /9/checkout', 'GET /9', 'PATCH /9', 'POST /9/checkout'])
  })

  it('asks again for a draft whose answer was lost, unchanged, before it changes it', async () => {
    const { write, sent, told, standing } = till((_, count) => (count === 1 ? lost() : undefined))
    const { key } = standing()
    await expect(write(body(1))).rejects.toMatchObject({ status: 0 })
    await write(body(2))
    expect(told()).toEqual(['POST ', 'POST ', 'PATCH /9'])
    expect(sent[1]!.body).toEqual(body(1))
    expect(sent[1]!.headers.get('Idempotency-Key')).toBe(key)
  })

  it('forgets what was asked when it was refused: the mended cart is sent instead', async () => {
    const { write, sent } = till((_, count) => (count === 1 ? refused(400, 'required') : undefined))
    await expect(write(body(1))).rejects.toMatchObject({ status: 400 })
    await write(body(2))
    expect(sent[1]!.body).toEqual(body(2))
  })

  it('is told as done when an unseen try had gone through', async () => {
    const { checkout } = till(({ method, path }) => {
      if (path.endsWith('checkout')) return refused(422, 'idempotency_key_reused')
      return method === 'GET' ? { body: draft('Paid') } : undefined
    })
    expect(await checkout(body(1), PAYMENT)).toMatchObject({ invoice: { status: 'Paid' } })
  })

  it('goes on from the present version when somebody else changed the draft', async () => {
    const { write, told } = till((_, count) => (count === 2 ? refused(412, 'stale') : undefined))
    await write(body(1))
    await write(body(2))
    expect(told()).toEqual(['POST ', 'PATCH /9', 'GET /9', 'PATCH /9'])
  })

  it('begins anew when its draft was cancelled elsewhere', async () => {
    const { write, told, standing } = till(({ method }, count) => {
      if (count === 2) return refused(409, 'action_not_allowed')
      return method === 'GET' ? { body: draft('Cancelled') } : undefined
    })
    const { key } = standing()
    await write(body(1))
    await write(body(2))
    expect(told()).toEqual(['POST ', 'PATCH /9', 'GET /9', 'POST '])
    expect(standing().key).not.toBe(key)
  })
})

describe('release', () => {
  it('cancels the draft and begins a new sale', async () => {
    const { write, release, sent, told, standing } = till()
    const { key } = standing()
    await write(body(1))
    await release('Given up')
    expect(told()).toEqual(['POST ', 'POST /9/cancel'])
    expect(sent[1]!.body).toEqual({ reason: 'Given up' })
    expect(standing()).toMatchObject({ draft: null, asked: null })
    expect(standing().key).not.toBe(key)
  })

  it('has nothing to cancel where nothing was sent', async () => {
    const { release, told } = till()
    await release('Given up')
    expect(told()).toEqual([])
  })

  it('cancels even the draft whose answer was lost', async () => {
    const { write, release, told } = till((_, count) => (count === 1 ? lost() : undefined))
    await expect(write(body(1))).rejects.toThrow('network')
    await release('Given up')
    expect(told()).toEqual(['POST ', 'POST ', 'POST /9/cancel'])
  })
})
