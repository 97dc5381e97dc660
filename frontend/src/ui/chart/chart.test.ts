import { expect, it } from 'vitest'
import { chartOptions, type ChartData } from './chart'

const formats = { full: String, short: String }
const colors = { text: 'grey', line: 'silver', series: ['teal', 'violet'] }
const data: ChartData = {
  stacked: true,
  categoryLabel: 'Day',
  categories: [{ label: '1 Oct', to: null }],
  series: [
    { name: 'Retail', values: ['12.50'] },
    { name: 'Wholesale', values: ['0.00'] },
  ],
}

it('writes its tooltip without HTML, which the security policy forbids', () => {
  const { tooltip } = chartOptions(data, colors, 'Sales', { ...formats, full: (value) => `GHS ${value}` })
  expect(tooltip.renderMode).toBe('richText')
  expect(tooltip.valueFormatter('12.50')).toBe('GHS 12.50')
})

it('tells its series apart by pattern, and says what it shows', () => {
  const { aria, legend } = chartOptions(data, colors, 'Sales', formats)
  expect(aria).toEqual({ enabled: true, label: { description: 'Sales' }, decal: { show: true } })
  expect(legend).toBeDefined()
  expect(chartOptions({ ...data, series: [data.series[0]!] }, colors, 'Sales', formats).legend).toBeUndefined()
})

it('sets the words of a plain chart beside its bars', () => {
  const { yAxis } = chartOptions({ ...data, series: [data.series[0]!] }, colors, 'Sales', formats)
  expect(yAxis).toMatchObject({ type: 'category', data: ['1 Oct'], inverse: true })
})
