/** What each step of a note asks for, and what will follow. */
import type { StepDeclaration } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import OpenInvoiceField from './components/OpenInvoiceField.vue'
import type { Note } from './types'

const AMOUNT: InputField = { type: 'money', name: 'amount', label: 'notes.amount', required: true }
const TOTAL: InputField = { type: 'money', name: 'total', label: 'notes.total', help: 'notes.correctHelp' }

/** What a decision on a note may change besides it: a voided sale goes back into stock and off the account. */
export const TOUCHED = ['invoices', 'customers', 'assets', 'bulk-stock', 'warranties']

export const noteSteps: Record<string, StepDeclaration<Note>> = {
  approve: { touches: TOUCHED },
  reject: { danger: true, touches: TOUCHED },
  'apply-to-invoice': {
    touches: ['invoices', 'customers'],
    inputs: (note) => [
      {
        type: 'custom',
        name: 'invoice',
        label: 'notes.invoice',
        required: true,
        component: OpenInvoiceField,
        empty: () => null,
        props: { note },
      },
      AMOUNT,
    ],
  },
  correct: {
    aside: true,
    consequence: 'notes.correctConsequence',
    touches: ['credit-notes', 'debit-notes'],
    inputs: [TOTAL],
    initial: ({ total }) => ({ total }),
  },
}
