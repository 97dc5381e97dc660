import UApp from '@nuxt/ui/components/App.vue'
import ui from '@nuxt/ui/vue-plugin'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { defineComponent, h, ref, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/locales'
import { CAN, ME } from '@/ui/permissions'

const Nothing = defineComponent({ render: () => h('div') })

export function makeTestRouter() {
  return createRouter({ history: createMemoryHistory(), routes: [{ path: '/:path(.*)*', component: Nothing }] })
}

export function plugins(router = makeTestRouter()) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return [router, i18n, ui, [VueQueryPlugin, { queryClient }] as const]
}

/** Mounts a component with everything the application gives it, in the document. */
export function mountInApp(component: Component, options: { props?: object; slots?: object } = {}) {
  return mount(component, { ...options, attachTo: document.body, global: { plugins: plugins() as never } } as never)
}

/** Runs a composable inside a component. */
export function withSetup<T>(composable: () => T): T {
  let result: T | undefined
  mountInApp(
    defineComponent({
      setup() {
        result = composable()
        return () => null
      },
    }),
  )
  return result!
}

/** Mounts a screen as the application does: inside what its overlays need, at an address, with rights. */
export async function mountScreen(
  component: Component,
  { props = {}, at = '/', permissions = [] as string[] }: { props?: object; at?: string; permissions?: string[] } = {},
) {
  const router = makeTestRouter()
  await router.push(at)
  const can = (permission: string | undefined) => permission === undefined || permissions.includes(permission)
  const wrapper = mount(
    { render: () => h(UApp, { toaster: null }, () => h(component, props)) },
    {
      attachTo: document.body,
      global: { plugins: plugins(router) as never, provide: { [CAN as symbol]: can, [ME as symbol]: ref(1) } },
    },
  )
  return { wrapper, router }
}
