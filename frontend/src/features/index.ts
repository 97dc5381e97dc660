/** Every feature of the product, in the order of the sidebar within each area. */
import type { Feature } from '@/shell/feature'
import accountPayments from './account-payments'
import approvals from './approvals'
import assets from './assets'
import customers from './customers'
import home from './home'
import invoices from './invoices'
import notes from './notes'
import orders from './orders'
import payments from './payments'
import people from './people'
import products from './products'
import profile from './profile'
import reports from './reports'
import sell from './sell'
import settings from './settings'
import stock from './stock'
import tills from './tills'
import warranties from './warranties'

export const features: Feature[] = [
  home,
  approvals,
  sell,
  orders,
  invoices,
  assets,
  stock,
  products,
  customers,
  payments,
  notes,
  accountPayments,
  tills,
  warranties,
  reports,
  people,
  settings,
  profile,
]
