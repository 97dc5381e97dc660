import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { mountInApp } from '@/test/mounting'
import type { Column } from './columns'
import { nextOrdering } from './columns'
import DataTable from './DataTable.vue'

interface Asset {
  id: number
  asset_tag: string
  status: string
  price: string
}

const COLUMNS: Column<Asset>[] = [
  { key: 'asset_tag', label: 'assets.asset_tag', link: true, sort: true },
  { key: 'status', label: 'assets.status', kind: 'status' },
  { key: 'price', label: 'assets.sale_price', kind: 'money', sort: 'sale_price' },
]

const rows = [1, 2, 3, 4].map((id) => ({ id, asset_tag: `AST-${id}`, status: 'Ready for Sale', price: '1500.00' }))

function mountTable(props: object = {}) {
  const onOpen = vi.fn()
  const onSelected = vi.fn()
  const onOrdering = vi.fn()
  const wrapper = mountInApp(DataTable, {
    props: {
      caption: 'Assets',
      columns: COLUMNS,
      rows,
      href: (row: Asset) => `/assets/${row.id}`,
      selectable: true,
      expandable: true,
      onOpen,
      'onUpdate:selected': (selected: Set<number>) => {
        onSelected([...selected])
        void wrapper.setProps({ selected })
      },
      'onUpdate:ordering': onOrdering,
      ...props,
    },
    slots: { expanded: '<p class="lines">lines</p>', empty: 'Nothing here' },
  })
  const row = (index: number) => wrapper.find<HTMLElement>(`[data-row="${index}"]`)
  async function press(key: string, modifiers: object = {}) {
    const focused = document.activeElement as HTMLElement
    focused.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers }))
    await nextTick()
  }
  return { wrapper, row, press, onOpen, onSelected, onOrdering }
}

describe('cells', () => {
  it('show text, status and money', () => {
    const { row } = mountTable()
    expect(row(0).text()).toContain('AST-1')
    expect(row(0).find('.status').attributes('data-tone')).toBe('success')
    expect(row(0).text()).toContain('1,500.00')
  })

  it('link to the page of the row and open it here on a plain click only', async () => {
    const { row, onOpen } = mountTable()
    const link = row(1).find('a')
    expect(link.attributes('href')).toBe('/assets/2')
    await link.trigger('click', { ctrlKey: true })
    expect(onOpen).not.toHaveBeenCalled()
    await link.trigger('click')
    expect(onOpen).toHaveBeenCalledWith(rows[1])
  })

  it('say when there are none', () => {
    expect(mountTable({ rows: [] }).wrapper.text()).toContain('Nothing here')
  })
})

describe('keyboard', () => {
  it('has one row in the tab order, which follows the arrows', async () => {
    const { wrapper, row, press } = mountTable()
    row(0).element.focus()
    await press('ArrowDown')
    await press('j')
    expect(document.activeElement).toBe(row(2).element)
    expect(wrapper.findAll('tbody tr[tabindex="0"]')).toHaveLength(1)
    await press('k')
    await press('End')
    await press('ArrowDown')
    expect(document.activeElement).toBe(row(3).element)
    await press('Home')
    expect(document.activeElement).toBe(row(0).element)
  })

  it('opens with Enter', async () => {
    const { row, press, onOpen } = mountTable()
    row(2).element.focus()
    await press('Enter')
    expect(onOpen).toHaveBeenCalledWith(rows[2])
  })

  it('chooses with x, a range with shift, all with Ctrl+A', async () => {
    const { row, press, onSelected } = mountTable()
    row(0).element.focus()
    await press('x')
    await press('ArrowDown')
    await press('ArrowDown')
    await press('X', { shiftKey: true })
    expect(onSelected).toHaveBeenLastCalledWith([1, 2, 3])
    await press('a', { ctrlKey: true })
    expect(onSelected).toHaveBeenLastCalledWith([1, 2, 3, 4])
    await press('a', { ctrlKey: true })
    expect(onSelected).toHaveBeenLastCalledWith([])
  })

  it('lets nobody choose all rows before there are any', async () => {
    const { wrapper, onSelected } = mountTable({ rows: [] })
    const all = wrapper.find<HTMLInputElement>('thead input')
    expect(all.element.disabled).toBe(true)
    await wrapper.setProps({ rows })
    expect(all.element.disabled).toBe(false)
    await all.setValue(true)
    expect(onSelected).toHaveBeenLastCalledWith([1, 2, 3, 4])
  })

  it('chooses nothing from rows that are about to be replaced', async () => {
    const { wrapper, row, press, onSelected } = mountTable({ stale: true })
    row(0).element.focus()
    await press('x')
    await press('a', { ctrlKey: true })
    const boxes = wrapper.findAll<HTMLInputElement>('input[type="checkbox"]')
    expect(boxes.map(({ element }) => element.disabled)).toEqual([true, true, true, true, true])
    expect(onSelected).not.toHaveBeenCalled()
  })

  it('expands and collapses with the arrows', async () => {
    const { wrapper, row, press } = mountTable()
    row(1).element.focus()
    await press('ArrowRight')
    expect(wrapper.find('.lines').exists()).toBe(true)
    expect(row(1).find('.table-expander').attributes('aria-expanded')).toBe('true')
    await press('ArrowLeft')
    expect(wrapper.find('.lines').exists()).toBe(false)
  })

  it('keeps to the rows that are left', async () => {
    const { wrapper, row, press } = mountTable()
    row(0).element.focus()
    await press('End')
    await wrapper.setProps({ rows: rows.slice(0, 2) })
    expect(row(1).attributes('tabindex')).toBe('0')
  })
})

describe('order', () => {
  it('is asked for by the field the API knows', async () => {
    const { wrapper, onOrdering } = mountTable()
    await wrapper.findAll('th button')[1]!.trigger('click')
    expect(onOrdering).toHaveBeenCalledWith('sale_price')
  })

  it('is told to those who cannot see it', () => {
    const { wrapper } = mountTable({ ordering: '-asset_tag' })
    expect(wrapper.find('th[aria-sort]').attributes('aria-sort')).toBe('descending')
  })

  it('turns round at the second click', () => {
    expect(nextOrdering('-created_at', 'name')).toBe('name')
    expect(nextOrdering('name', 'name')).toBe('-name')
    expect(nextOrdering('-name', 'name')).toBe('name')
  })
})
