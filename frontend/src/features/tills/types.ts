import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type TillSession = Schemas['TillSession']
export type TillCount = Schemas['TillCount']
export type Taking = Schemas['Taking']
