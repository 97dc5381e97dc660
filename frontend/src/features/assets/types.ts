import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type AssetRow = Schemas['Asset']
export type Asset = Schemas['AssetDetail']
export type Passport = Schemas['Passport']
export type ReceiveRequest = Schemas['ReceiveInputRequest']
export type Receipt = Schemas['Receipt']
