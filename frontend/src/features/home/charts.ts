/** The charts of the start page. What a role may not see is absent from the dashboard, and so is its chart. */
import type { components } from '@/api/schema'
import type { ChartData } from '@/ui/chart/chart'
import { drillRoute } from '@/ui/entities'

export type Dashboard = components['schemas']['DashboardAnswer']

export interface Words {
  t: (key: string) => string
  day: (date: string) => string
  status: (status: string) => string
}

export interface TitledChart {
  key: string
  title: string
  data: ChartData
}

const SALES = ['retail', 'wholesale', 'walk_in'] as const

export function chartsOf(dashboard: Dashboard, words: Words): TitledChart[] {
  const charts = [sales, stock, ageing, receivables].map((chart) => chart(dashboard, words))
  return charts.filter((chart) => chart !== null)
}

function sales({ series }: Dashboard, { t, day }: Words): TitledChart | null {
  if (!series?.length) return null
  return {
    key: 'sales',
    title: t('home.sales'),
    data: {
      stacked: true,
      money: true,
      categoryLabel: t('home.day'),
      categories: series.map(({ date, drill }) => ({ label: day(date), to: drillRoute(drill) })),
      series: SALES.map((type) => ({ name: t(`status.${type}`), values: series.map((point) => point[type]) })),
    },
  }
}

function stock({ stock_by_status: figures }: Dashboard, { t, status }: Words): TitledChart | null {
  if (!figures?.length) return null
  return {
    key: 'stock',
    title: t('home.stock'),
    data: {
      categoryLabel: t('home.state'),
      categories: figures.map(({ label, drill }) => ({ label: status(label), to: drillRoute(drill) })),
      series: [{ name: t('home.units'), values: figures.map(({ count }) => String(count)) }],
    },
  }
}

function ageing({ ageing: figures }: Dashboard, { t }: Words): TitledChart | null {
  if (!figures?.length) return null
  return {
    key: 'ageing',
    title: t('home.ageing'),
    data: {
      categoryLabel: t('home.age'),
      categories: figures.map(({ label, drill }) => ({ label, to: drillRoute(drill) })),
      series: [{ name: t('home.units'), values: figures.map(({ count }) => String(count)) }],
    },
  }
}

function receivables({ receivables: figures }: Dashboard, { t }: Words): TitledChart | null {
  if (!figures?.length) return null
  return {
    key: 'receivables',
    title: t('home.receivables'),
    data: {
      money: true,
      categoryLabel: t('home.overdue'),
      categories: figures.map(({ label, drill }) => ({ label, to: drillRoute(drill) })),
      series: [{ name: t('home.amount'), values: figures.map(({ total }) => total) }],
    },
  }
}
