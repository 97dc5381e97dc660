import type { components } from '@/api/schema'

export type OrderRow = components['schemas']['BilledOrder']
export type Order = components['schemas']['BilledOrderDetail']
export type OrderLine = components['schemas']['OrderLine']
export type OrderInvoice = components['schemas']['OrderInvoice']
export type OrderLeft = components['schemas']['OrderLeft']
export type Stalled = components['schemas']['Stalled']
export type ProductModel = components['schemas']['ProductModel']
export type BulkStock = components['schemas']['BulkStock']
