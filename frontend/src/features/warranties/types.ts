import type { components } from '@/api/schema'

export type WarrantyRow = components['schemas']['Warranty']
