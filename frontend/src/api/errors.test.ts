import { describe, expect, it } from 'vitest'
import { ApiError, formErrors, problemOf } from './errors'

const refused = (...errors: [attr: string | null, detail: string][]) =>
  new ApiError(400, {
    type: 'validation_error',
    errors: errors.map(([attr, detail]) => ({ code: 'invalid', detail, attr })),
  })

describe('formErrors', () => {
  it('gives each field its own error and leaves the rest to the banner', () => {
    expect(formErrors(refused(['phone', 'Too short.'], [null, 'Closed today.'], ['vat', 'Odd.']), ['phone'])).toEqual({
      fields: [{ name: 'phone', message: 'Too short.' }],
      banner: ['Closed today.', 'Odd.'],
    })
  })

  it('prefers the deepest field the form has', () => {
    const error = refused(['lines.0.quantity', 'Too many.'], ['lines.1.price', 'Negative.'])
    expect(formErrors(error, ['lines', 'lines.0.quantity']).fields).toEqual([
      { name: 'lines.0.quantity', message: 'Too many.' },
      { name: 'lines', message: 'Negative.' },
    ])
  })

  it('does not take one field for another whose name it begins', () => {
    expect(formErrors(refused(['phone_2', 'Odd.']), ['phone']).banner).toEqual(['Odd.'])
  })

  it('says what any other failure says', () => {
    expect(formErrors(new Error('boom'), []).banner).toEqual(['boom'])
  })
})

describe('problemOf', () => {
  it('keeps the problem of the API', async () => {
    const problem = { type: 'client_error', errors: [{ code: 'x', detail: 'No.', attr: null }] }
    expect(await problemOf(new Response(JSON.stringify(problem), { status: 409 }))).toEqual(problem)
  })

  it('makes one of a page that is not ours', async () => {
    const response = new Response('<html>', {
      status: 502,
      statusText: 'Bad Gateway',
      headers: { 'X-Request-ID': 'r7' },
    })
    expect(await problemOf(response)).toMatchObject({
      type: 'server_error',
      errors: [{ detail: 'Bad Gateway' }],
      request_id: 'r7',
    })
  })
})
