import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type OwnSession = Schemas['Session']
export type Token = Schemas['Token']
export type NewToken = Schemas['NewToken']
