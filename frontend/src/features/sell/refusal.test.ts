import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import { refusal } from '@/test/stubs'
import { addLine, changeLine, emptyCart } from './cart'
import { missingIn, placeErrors } from './refusal'

const laptop = { kind: 'asset', item: 7, description: 'ThinkPad', code: 'PF-1', price: '5000.00' } as const
const charger = { kind: 'bulk', item: 3, description: 'Charger', code: 'CHG', price: '10.00' } as const
const cart = addLine(addLine(emptyCart(), laptop), charger)
const [chargerLine, laptopLine] = cart.lines

const t = (key: string) => key

describe('placeErrors', () => {
  it('counts lines as they were sent, not as they are shown', () => {
    const error = new ApiError(400, refusal({ code: 'required', detail: 'Give one.', attr: 'lines.0.unit_price' }))
    expect(placeErrors(error, cart, t).lines).toEqual({ [laptopLine!.key]: { unit_price: 'Give one.' } })
  })

  it('finds the line of a unit or an item that a conflict names', () => {
    const sold = {
      ...refusal({ code: 'asset_not_sellable', detail: 'Sold.', attr: null }),
      meta: { serial_number: 'PF-1' },
    }
    expect(placeErrors(new ApiError(409, sold), cart, t).lines).toEqual({ [laptopLine!.key]: { item: 'Sold.' } })
    const short = { ...refusal({ code: 'insufficient_stock', detail: 'Only 2.', attr: null }), meta: { bulk_stock: 3 } }
    expect(placeErrors(new ApiError(409, short), cart, t).lines).toEqual({
      [chargerLine!.key]: { quantity: 'Only 2.' },
    })
  })

  it('says the rest beside the payment, and the customer at the customer', () => {
    const both = refusal(
      { code: 'required', detail: 'Name one.', attr: 'customer' },
      { code: 'tenders_differ', detail: 'Too little.', attr: 'payments' },
    )
    expect(placeErrors(new ApiError(400, both), cart, t)).toEqual({
      lines: {},
      customer: 'Name one.',
      rest: ['Too little.'],
    })
  })
})

it('placeErrors tells a lost connection in words, and a fault of ours with its reference', () => {
  const lost = new ApiError(0, refusal({ code: 'offline', detail: 'TypeError', attr: null }))
  expect(placeErrors(lost, cart, t).rest).toEqual(['errors.offline'])
  const fault = new ApiError(500, refusal({ code: 'error', detail: 'Server error', attr: null }))
  expect(placeErrors(fault, cart, t).rest).toEqual(['errors.failed. errors.reference'])
})

describe('missingIn', () => {
  it('is empty when all is there', () => {
    expect(missingIn(cart, t)).toEqual({})
  })

  it.each([
    [{ price: '' }, { unit_price: 'till.priceNeeded' }],
    [{ price: 'x' }, { unit_price: 'form.notAnAmount' }],
    [{ quantity: '0' }, { quantity: 'till.notACount' }],
    [{ discount: 'x' }, { discount: 'form.notAnAmount' }],
    [{ discount: '10.01' }, { discount: 'till.discountTooLarge' }],
  ])('tells what is wrong with %o', (patch, errors) => {
    const key = chargerLine!.key
    expect(missingIn(changeLine(cart, key, patch), t)).toEqual({ [key]: errors })
  })

  it('asks what a service is', () => {
    const service = addLine(emptyCart(), { kind: 'service', item: null, description: ' ', code: '', price: '1' })
    expect(missingIn(service, t)).toEqual({ [service.lines[0]!.key]: { item_description: 'till.serviceNeeded' } })
  })
})
