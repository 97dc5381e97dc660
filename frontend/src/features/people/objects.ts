/** What the trail is about, and where it is shown. */
import { entityRoute } from '@/ui/entities'
import type { AuditEvent } from './types'

/** The tables whose rows have a page, and the collection that shows them. */
const RESOURCES: Record<string, string> = {
  accounts_user: 'users',
  customers_customer: 'customers',
  customers_leadsource: 'lead-sources',
  inventory_asset: 'assets',
  inventory_bulkstock: 'bulk-stock',
  inventory_location: 'locations',
  inventory_productmodel: 'product-models',
  inventory_stockcount: 'stock-counts',
  invoices_invoice: 'invoices',
  payments_bank: 'banks',
  payments_payment: 'payments',
  warranty_warranty: 'warranties',
}

export const pageOf = ({ object_type, object_id }: AuditEvent) => entityRoute(RESOURCES[object_type] ?? '', object_id)
