import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type BulkStock = Schemas['BulkStock']
export type Movement = Schemas['Movement']
export type BulkMovement = Schemas['BulkMovement']
export type Diagnostics = Schemas['Diagnostics']
export type WipeCertificate = Schemas['WipeCertificate']
export type StockCountRow = Schemas['StockCount']
export type StockCount = Schemas['StockCountDetail']
export type StockCountLine = Schemas['StockCountLine']
