import type { InputField } from '@/ui/form/inputs'

export interface FieldGroup {
  /** Translation key. */
  label: string
  fields: InputField[]
}

export const GROUPS: FieldGroup[] = [
  {
    label: 'settings.business',
    fields: [
      { type: 'text', name: 'name', label: 'settings.name', required: true, wide: true },
      { type: 'textarea', name: 'address', label: 'settings.address' },
      { type: 'tel', name: 'phone', label: 'settings.phone' },
      { type: 'email', name: 'email', label: 'settings.email' },
      { type: 'text', name: 'tax_number', label: 'settings.tax_number' },
    ],
  },
  {
    label: 'settings.money',
    fields: [
      { type: 'text', name: 'currency', label: 'settings.currency', help: 'settings.currencyHelp', required: true },
      { type: 'text', name: 'tax_rate', label: 'settings.tax_rate', help: 'settings.taxRateHelp', required: true },
      { type: 'integer', name: 'credit_term_days', label: 'settings.credit_term_days', min: 0, required: true },
    ],
  },
  {
    label: 'settings.approvals',
    fields: [
      {
        type: 'money',
        name: 'office_approval_threshold',
        label: 'settings.office_approval_threshold',
        help: 'settings.officeApprovalThresholdHelp',
      },
      {
        type: 'text',
        name: 'office_discount_limit',
        label: 'settings.office_discount_limit',
        help: 'settings.officeDiscountLimitHelp',
        required: true,
      },
      {
        type: 'money',
        name: 'approval_tolerance',
        label: 'settings.approval_tolerance',
        help: 'settings.approvalToleranceHelp',
        required: true,
      },
    ],
  },
  {
    label: 'settings.rules',
    fields: [
      {
        type: 'integer',
        name: 'reservation_hours',
        label: 'settings.reservation_hours',
        help: 'settings.reservationHelp',
        min: 0,
        required: true,
      },
      {
        type: 'integer',
        name: 'standard_warranty_days',
        label: 'settings.standard_warranty_days',
        min: 1,
        required: true,
      },
      {
        type: 'integer',
        name: 'premium_warranty_days',
        label: 'settings.premium_warranty_days',
        min: 1,
        required: true,
      },
      { type: 'flag', name: 'four_eyes', label: 'settings.four_eyes', help: 'settings.fourEyesHelp', wide: true },
    ],
  },
]

export const FIELDS = GROUPS.flatMap(({ fields }) => fields)
