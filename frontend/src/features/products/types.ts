import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type ProductModel = Schemas['ProductModel']
export type Location = Schemas['Location']
export type LeadSource = Schemas['LeadSource']
