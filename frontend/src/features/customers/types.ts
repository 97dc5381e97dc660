import type { components } from '@/api/schema'

export type Customer = components['schemas']['Customer']
