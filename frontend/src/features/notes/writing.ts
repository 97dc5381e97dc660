/** What a note says when it is written: to whom, about which invoice, for one amount or for lines. */
import { isZero } from '@/lib/money'
import type { InputField } from '@/ui/form/inputs'
import { linesField } from '@/ui/lines/field'
import { draftOf, newLine, type DraftLine, type LineShape } from '@/ui/lines/lines'
import InvoiceField from './components/InvoiceField.vue'
import type { Invoice, NoteResource } from './types'

export const HEAD: InputField[] = [
  { type: 'reference', name: 'customer', label: 'notes.customer', resource: 'customers', required: true, wide: true },
  { type: 'reference', name: 'customer_rep', label: 'notes.customer_rep', resource: 'users' },
  { type: 'text', name: 'currency', label: 'notes.currency' },
]

export const TOTAL: InputField = { type: 'money', name: 'total', label: 'notes.total', required: true, wide: true }

const SHAPE: LineShape = {
  items: ['text', 'product_model', 'asset', 'bulk_stock'],
  quantity: 'amount',
  price: 'price',
  // Stock has one price; what was sold at another is credited as it was sold.
  proposed: { bulk_stock: 'unit_price' },
}

export const linesIn = (currency?: string): InputField => linesField(SHAPE, currency)

export const invoiceField = (props: object = {}): InputField => ({
  type: 'custom',
  name: 'invoice',
  label: 'notes.invoice',
  component: InvoiceField,
  empty: () => null,
  send: (invoice) => (invoice as { id: unknown } | null)?.id ?? null,
  props,
})

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

/** What was sold on the invoice and has not come back, as lines of a note; the tax is a line of its own. */
export function linesOf({ lines, tax_amount = '0' }: Invoice, taxName: string): DraftLine[] {
  const sold = lines
    .filter(({ quantity = 1, returned_quantity = 0 }) => returned_quantity < quantity)
    .map(({ item_description: description, quantity: amount, unit_price: price, ...line }) =>
      draftOf({ ...line, description, amount, price }, SHAPE),
    )
  const tax = { ...newLine('text'), description: taxName, price: tax_amount }
  return isZero(tax_amount) ? sold : [...sold, tax]
}
