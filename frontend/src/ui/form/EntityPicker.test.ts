import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { mountInApp } from '@/test/mounting'
import { stubServer } from '@/test/stubs'
import EntityPicker from './EntityPicker.vue'

const PEOPLE = ['Ama Owusu', 'Amara Diallo', 'Kwame Mensah']

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  stubServer(({ query }) => {
    const search = (query.get('search') ?? '').toLowerCase()
    const results = PEOPLE.map((full_name, id) => ({ id, full_name })).filter((one) =>
      one.full_name.toLowerCase().includes(search),
    )
    return { body: { count: results.length, results } }
  })
})

afterEach(() => vi.useRealTimers())

async function answered() {
  await vi.advanceTimersByTimeAsync(200)
  await flushPromises()
}

function mountPicker() {
  const wrapper = mountInApp(EntityPicker, { props: { resource: 'customers', label: 'Customer' } })
  const input = wrapper.find('input')
  return { wrapper, input, picked: () => wrapper.emitted('update:modelValue')?.at(-1) }
}

it('picks with the arrows and Enter', async () => {
  const { wrapper, input, picked } = mountPicker()
  await input.trigger('click')
  await answered()
  expect(wrapper.findAll('[role="option"]')).toHaveLength(3)
  await input.trigger('keydown', { key: 'ArrowDown' })
  await input.trigger('keydown', { key: 'Enter' })
  expect(picked()).toEqual([{ id: 1, label: 'Amara Diallo' }])
})

it('waits with Enter for the answer to what is typed, and never picks what an older text had found', async () => {
  const { input, picked } = mountPicker()
  await input.trigger('click')
  await answered()
  await input.setValue('kwame')
  await input.trigger('keydown', { key: 'Enter' })
  expect(picked()).toBeUndefined()
  await answered()
  expect(picked()).toEqual([{ id: 2, label: 'Kwame Mensah' }])
})

it('closes with Escape and keeps what was chosen', async () => {
  const { wrapper, input, picked } = mountPicker()
  await input.setValue('ama')
  await answered()
  await input.trigger('keydown', { key: 'Escape' })
  expect(wrapper.find('[role="listbox"]').exists()).toBe(false)
  expect(picked()).toBeUndefined()
})

it('reads a short list once and searches it here, where the server has no search', async () => {
  const sent = stubServer(() => ({
    body: {
      count: 2,
      results: [
        { id: 1, location_name: 'Shop Floor' },
        { id: 2, location_name: 'Warehouse' },
      ],
    },
  }))
  const wrapper = mountInApp(EntityPicker, { props: { resource: 'locations', label: 'Location' } })
  const input = wrapper.find('input')
  await input.trigger('click')
  await answered()
  await input.setValue('ware')
  await answered()
  await input.trigger('keydown', { key: 'Enter' })
  expect(wrapper.emitted('update:modelValue')!.at(-1)).toEqual([{ id: 2, label: 'Warehouse' }])
  expect(sent.map(({ query }) => query.has('search'))).toEqual([false])
})
