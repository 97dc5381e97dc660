/** What each step of an order asks for. */
import type { StepDeclaration } from '@/ui/document/kind'
import BillField from './components/BillField.vue'
import StallsField from './components/StallsField.vue'
import type { Order } from './types'

export const orderSteps: Record<string, StepDeclaration<Order>> = {
  approve: { asSeen: true },
  'office-approve': { asSeen: true },
  'office-reject': { danger: true },
  hold: {
    aside: true,
    inputs: [{ type: 'custom', name: 'order', label: 'orders.stalls', component: StallsField, empty: () => null }],
    initial: ({ id }) => ({ order: id }),
  },
  invoice: {
    inputs: [{ type: 'custom', name: 'lines', label: 'orders.toInvoice', component: BillField, empty: () => null }],
    initial: (order) => ({ lines: order }),
  },
  cancel: { danger: true },
}
