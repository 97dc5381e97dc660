import type { RouteLocationRaw } from 'vue-router'

/** What a chart shows; its table shows the same. Figures stay text: only the height of a bar is ever a number. */
export interface ChartData {
  stacked?: boolean
  money?: boolean
  /** What a bar stands for: a day, a status. */
  categoryLabel: string
  categories: { label: string; to: RouteLocationRaw | null }[]
  series: { name: string; values: string[] }[]
}

export interface ChartColors {
  text: string
  line: string
  series: string[]
}

export interface ChartFormats {
  /** A figure in full, and as short as an axis wants it. */
  full: (value: string) => string
  short: (value: number) => string
}

/**
 * ECharts' options for a chart: columns over time where there are several series, bars beside their words where there
 * is one. Its HTML tooltip would write style attributes, which the security policy forbids.
 */
export function chartOptions(data: ChartData, colors: ChartColors, title: string, formats: ChartFormats) {
  const { stacked, categories, series } = data
  const isPlain = series.length === 1
  const words = {
    type: 'category',
    data: categories.map(({ label }) => label),
    inverse: isPlain,
    axisLabel: { color: colors.text, hideOverlap: true },
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
  }
  const figures = {
    type: 'value',
    minInterval: 1,
    axisLabel: { color: colors.text, formatter: formats.short, hideOverlap: true },
    splitLine: { lineStyle: { color: colors.line } },
  }
  return {
    aria: { enabled: true, label: { description: title }, decal: { show: !isPlain } },
    color: colors.series,
    textStyle: { fontFamily: 'Inter Variable' },
    grid: {
      left: 0,
      right: 8,
      top: isPlain ? 4 : 36,
      bottom: 10,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: isPlain ? undefined : { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: colors.text } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      axisPointer: { type: 'shadow' },
      valueFormatter: (value: unknown) => formats.full(String(value)),
    },
    xAxis: isPlain ? figures : words,
    yAxis: isPlain ? words : figures,
    series: series.map(({ name, values }) => ({
      name,
      type: 'bar',
      // A string is plotted as the number it names.
      data: values,
      stack: stacked ? 'all' : undefined,
      barMaxWidth: isPlain ? 16 : 40,
      cursor: categories.some(({ to }) => to) ? 'pointer' : 'default',
      animation: false,
    })),
  }
}
