/** What each step of an invoice, and of a payment on it, asks for. */
import type { StepDeclaration } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import { METHODS } from '@/ui/methods'
import TendersField from './components/TendersField.vue'
import type { Invoice, InvoicePayment } from './types'

const METHOD: InputField = {
  type: 'choice',
  name: 'payment_method',
  label: 'invoices.payment_method',
  options: choices(...METHODS),
  required: true,
}
const AMOUNT: InputField = { type: 'money', name: 'amount', label: 'invoices.amount', required: true }

export const invoiceSteps: Record<string, StepDeclaration<Invoice>> = {
  issue: { consequence: 'invoices.issueConsequence' },
  checkout: {
    inputs: [
      {
        type: 'custom',
        name: 'payments',
        label: 'invoices.payments',
        component: TendersField,
        empty: () => [{ payment_method: 'Cash', amount: '', reference: '' }],
      },
    ],
    initial: ({ total_amount }) => ({
      payments: [{ payment_method: 'Cash', amount: total_amount ?? '', reference: '' }],
    }),
  },
  cancel: { danger: true },
  void: {
    danger: true,
    consequence: ({ customer }) => (customer ? 'invoices.void.consequence' : 'invoices.void.consequenceWalkIn'),
    touches: ['credit-notes'],
  },
  'confirm-void': {
    consequence: 'invoices.void.confirmConsequence',
    touches: ['payments', 'assets', 'bulk-stock', 'warranties'],
  },
  'decline-void': { danger: true },
}

/** A payment on an issued invoice. */
export const paymentFields: InputField[] = [
  METHOD,
  AMOUNT,
  { type: 'text', name: 'reference', label: 'invoices.reference' },
  { type: 'text', name: 'notes', label: 'invoices.notes' },
]

export const opposites: Record<'void' | 'refund', StepDeclaration<InvoicePayment>> = {
  void: { danger: true, consequence: 'invoices.voidConsequence' },
  refund: {
    danger: true,
    consequence: 'invoices.refundConsequence',
    inputs: [AMOUNT, METHOD],
    initial: ({ amount, payment_method }) => ({ amount, payment_method }),
  },
}
