/**
 * One sale is one draft on the server, however often it is tried. It is made when the sale is to be paid, changed when
 * the cart changes afterwards, and cancelled when the sale is given up. What was sent and not answered is sent again
 * unchanged before anything else: the key makes that harmless, and the answer names the draft.
 */
import { idempotencyKey } from '@/api/client'
import { isApiError } from '@/api/errors'
import { sales, type Answer } from './api'
import type { CheckoutBody, Invoice, SaleBody } from './types'

export interface Draft {
  id: number
  number: string
  etag: string
  /** The body that the draft holds; empty when it must be written again in any case. */
  written: string
}

/** What is known of the sale on the server. It is kept with the cart. */
export interface Standing {
  key: string
  /** Sent to be created, its answer not seen. */
  asked: SaleBody | null
  draft: Draft | null
}

export interface Sold {
  invoice: Invoice
  change: string
}

export const newStanding = (): Standing => ({ key: idempotencyKey(), asked: null, draft: null })

export const standingOf = ({ invoice, etag }: Answer): Standing => ({
  key: idempotencyKey(),
  asked: null,
  draft: { id: invoice.id, number: invoice.invoice_number, etag, written: '' },
})

const text = (body: SaleBody) => JSON.stringify(body)
const isRefused = (error: unknown) => isApiError(error) && error.status >= 400 && error.status < 500

export function createDrafting(get: () => Standing, set: (standing: Standing) => void) {
  /** An answer that comes after the sale was given up is another sale's no more. */
  function hold({ invoice, etag }: Answer, written: string, key: string): Invoice {
    if (get().key !== key) throw new Error('given up')
    set({ key, asked: null, draft: { id: invoice.id, number: invoice.invoice_number, etag, written } })
    return invoice
  }

  async function create(body: SaleBody): Promise<Invoice> {
    const { key } = get()
    const asked = get().asked ?? body
    set({ ...get(), asked })
    try {
      return hold(await sales.create(asked, key), text(asked), key)
    } catch (error) {
      if (isRefused(error) && get().key === key) set({ ...get(), asked: null })
      throw error
    }
  }

  async function rewrite(draft: Draft, body: SaleBody): Promise<Invoice> {
    const { key } = get()
    try {
      return hold(await sales.update(draft.id, body, draft.etag), text(body), key)
    } catch (error) {
      if (!isApiError(error, 409, 412)) throw error
      const present = await sales.read(draft.id)
      if (present.invoice.status === 'Cancelled') {
        set(newStanding())
        return create(body)
      }
      if (present.invoice.status !== 'Draft' || isApiError(error, 409)) throw error
      return hold(await sales.update(draft.id, body, present.etag), text(body), key)
    }
  }

  /** Makes the draft hold the body; answers what the server made of it, or nothing where it held that already. */
  async function bring(body: SaleBody): Promise<Invoice | null> {
    const created = get().draft ? null : await create(body)
    const { draft } = get()
    return draft!.written === text(body) ? created : rewrite(draft!, body)
  }

  /** The draft as the server has it, with its totals. */
  async function write(body: SaleBody): Promise<Invoice> {
    return (await bring(body)) ?? (await sales.read(get().draft!.id)).invoice
  }

  /** Takes the last step; when an earlier try had gone through unseen, its outcome is the answer. */
  async function finish(id: number, step: () => Promise<Answer>): Promise<Sold> {
    try {
      const { invoice } = await step()
      return { invoice, change: (invoice as Invoice & { change?: string }).change ?? '0.00' }
    } catch (error) {
      if (isRefused(error)) {
        const { invoice } = await sales.read(id)
        if (invoice.status === 'Paid' || invoice.status === 'Sent') return { invoice, change: '0.00' }
        const { draft } = get()
        if (draft) set({ ...get(), draft: { ...draft, written: '' } })
      }
      throw error
    }
  }

  async function checkout(body: SaleBody, payment: CheckoutBody): Promise<Sold> {
    await bring(body)
    const { draft, key } = get()
    return finish(draft!.id, () => sales.checkout(draft!.id, payment, `${key}:checkout`))
  }

  async function issue(body: SaleBody): Promise<Sold> {
    await bring(body)
    const { draft, key } = get()
    return finish(draft!.id, () => sales.issue(draft!.id, `${key}:issue`))
  }

  /** Gives the sale up: its units are free again. */
  async function release(reason: string): Promise<void> {
    const { asked, key } = get()
    if (!get().draft && asked) await create(asked).catch(() => undefined)
    const { draft } = get()
    set(newStanding())
    if (draft) await sales.cancel(draft.id, reason, `${key}:cancel`)
  }

  return { write, checkout, issue, release }
}
