import ui from '@nuxt/ui/vue-plugin'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createApp, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import csp from '../../csp.json'

const page = readFileSync(join(import.meta.dirname, '../../index.html'), 'utf8')

it('allows by hash exactly the styles that are written into the page', async () => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => h('p') } }],
  })
  const app = createApp({ render: () => h('p') })
  app.use(router).use(ui).mount(document.createElement('div'))
  await new Promise((resolve) => setTimeout(resolve, 50))

  const styles = [...document.head.querySelectorAll('style')].map(({ textContent }) => textContent ?? '')
  const hashes = styles.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  expect(hashes).toEqual(csp['style-src'])
  app.unmount()
})

it('has no script or style in the page itself', () => {
  expect(page).not.toMatch(/<style|style=|\son\w+=/)
  expect(
    [...page.matchAll(/<script([^>]*)>([^<]*)</g)].every(
      ([, attributes, body]) => attributes!.includes('src=') && !body!.trim(),
    ),
  ).toBe(true)
})
