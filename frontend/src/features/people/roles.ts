import type { RoleName } from './types'

/** In the order of the matrix. */
export const ROLES = [
  'Admin',
  'Manager',
  'Sales',
  'Remote Sales',
  'Billing',
  'Finance',
  'Logistics',
  'Warehouse',
  'Technician',
  'Customer Service',
  'Engineer',
  'Auditor',
] as const satisfies readonly RoleName[]
