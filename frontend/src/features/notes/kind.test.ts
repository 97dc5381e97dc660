import { describe, expect, it } from 'vitest'
import { lineColumns, noteDocument, noteLists, spentOf } from './kind'
import type { Note, NoteLine } from './types'

const note = (facts: Partial<Note>) => ({ status: 'approved', total: '100.00', balance: '40.00', ...facts }) as Note

describe('what of a note is spent', () => {
  it.each([
    [{}, '60.00'],
    [{ balance: '100.00' }, '0.00'],
    [{ status: 'draft', balance: '0.00' } as const, null],
    [{ status: 'rejected', balance: '0.00' } as const, null],
  ])('of %o is %s', (facts, spent) => {
    expect(spentOf(note(facts))).toBe(spent)
  })
})

describe('the lists', () => {
  it('show and filter by every field that reps look for', () => {
    for (const { columns, filters } of Object.values(noteLists)) {
      const shown = columns.map(({ key }) => key)
      const narrowed = filters.map(({ key }) => key)
      const both = ['readable_number', 'customer', 'customer_rep', 'created_at', 'applied_at', 'status', 'total']
      const signed = ['balance', 'public_notes', 'approved_by_billing_user', 'approved_by_office_user']
      expect(shown).toEqual(expect.arrayContaining([...both, ...signed]))
      expect(narrowed).toEqual(expect.arrayContaining([...both, ...signed]))
    }
  })

  it('offer the office twenty drafts at once, and Billing those that nobody signed', () => {
    const { bulk = [] } = noteLists['credit-notes']
    const [sign, approve] = ['billing-sign', 'approve'].map((name) => bulk.find((step) => step.name === name)!)
    const signed = note({ status: 'draft', approved_by_billing_user: { id: 1, label: 'Nii' } })
    expect(approve!.keys).toBe('a')
    expect([approve!.applies!(signed), sign!.applies!(signed)]).toEqual([true, false])
    expect(approve!.applies!(note({}))).toBe(false)
  })
})

it('names the product of a line where its words do not', () => {
  const about = (facts: Partial<NoteLine>) => lineColumns[0]!.value!(facts as NoteLine)
  const bulk_stock = { id: 1, label: 'Cable' }
  expect(about({ description: 'Cable', bulk_stock })).toBe('Cable')
  expect(about({ description: 'Broken in transit', bulk_stock })).toBe('Broken in transit · Cable')
  expect(about({ description: 'Delivery' })).toBe('Delivery')
})

it('asks the invoice of the very note that is applied', () => {
  const declared = noteDocument('credit-notes').steps!['apply-to-invoice']!.inputs as (given: Note) => object[]
  const given = note({})
  expect(declared(given)[0]).toMatchObject({ name: 'invoice', required: true, props: { note: given } })
})
