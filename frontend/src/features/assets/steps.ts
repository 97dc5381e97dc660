/** What each step of an asset asks for. Whether it may be taken says the asset itself, in `allowed_actions`. */
import type { StepDeclaration } from '@/ui/document/kind'
import type { InputField } from '@/ui/form/inputs'
import { choices } from '@/ui/list/filters'
import { emptyChecklist } from './checklist'
import DiagnosticsChecklist from './components/DiagnosticsChecklist.vue'
import type { Asset } from './types'

export const GRADES = [
  { value: 'A', label: 'assets.grades.a' },
  { value: 'B', label: 'assets.grades.b' },
  { value: 'C', label: 'assets.grades.c' },
]

export const LOCATION: InputField = {
  type: 'reference',
  name: 'location',
  label: 'assets.location',
  resource: 'locations',
  required: true,
  wide: true,
}

const WIPE_METHODS = ['NIST 800-88 Purge', 'NIST 800-88 Clear', 'DoD 5220.22-M 3-pass', 'Quick Format'].map(
  (value) => ({
    value,
  }),
)

export const assetSteps: Record<string, StepDeclaration<Asset>> = {
  'record-diagnostics': {
    inputs: [
      {
        type: 'custom',
        name: 'checklist_data',
        label: 'assets.checklist.title',
        component: DiagnosticsChecklist,
        empty: emptyChecklist,
      },
      {
        type: 'choice',
        name: 'overall_result',
        label: 'assets.overall_result',
        options: choices('Pass', 'Pass with Notes', 'Fail'),
        required: true,
        wide: true,
      },
      { type: 'textarea', name: 'notes', label: 'assets.notes' },
    ],
  },
  'record-wipe': {
    inputs: [
      {
        type: 'choice',
        name: 'wipe_method',
        label: 'assets.wipe_method',
        options: WIPE_METHODS,
        required: true,
        wide: true,
      },
      { type: 'text', name: 'certificate_reference', label: 'assets.certificate_reference', wide: true },
    ],
  },
  'pass-qc': {
    inputs: [
      { type: 'choice', name: 'condition_grade', label: 'assets.condition_grade', options: GRADES, required: true },
      { type: 'integer', name: 'battery_health_percent', label: 'assets.battery_health_percent', min: 0, max: 100 },
      { type: 'integer', name: 'battery_cycle_count', label: 'assets.battery_cycle_count', min: 0 },
      { type: 'textarea', name: 'cosmetic_notes', label: 'assets.cosmetic_notes' },
    ],
    initial: ({ condition_grade, battery_health_percent, battery_cycle_count, cosmetic_notes }) => ({
      condition_grade,
      battery_health_percent,
      battery_cycle_count,
      cosmetic_notes,
    }),
  },
  'fail-qc': {
    danger: true,
    inputs: [
      {
        type: 'choice',
        name: 'to',
        label: 'assets.sendTo',
        options: choices('Diagnostics Pending', 'Repair Hold'),
        required: true,
        wide: true,
      },
    ],
    initial: () => ({ to: 'Diagnostics Pending' }),
  },
  move: {
    aside: true,
    inputs: [LOCATION, { type: 'textarea', name: 'reason', label: 'step.reasonOptional' }],
  },
  'hold-for-repair': { danger: true },
  block: { danger: true },
  scrap: { danger: true, consequence: 'assets.scrapConsequence' },
  'approve-scrap': { danger: true, consequence: 'assets.approveScrapConsequence' },
}
