import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { AllowedAction } from '@/api/types'
import { notices } from '@/ui/feedback/notify'
import { mountScreen } from '@/test/mounting'
import { refusal, stubServer, type Sent } from '@/test/stubs'
import DocumentActions from './DocumentActions.vue'
import type { StepDeclaration } from './kind'

const action = (name: string, more: Partial<AllowedAction> = {}): AllowedAction => ({
  name,
  label: name,
  needs_reason: false,
  blocked_by: null,
  ...more,
})

async function mountActions(actions: AllowedAction[], steps: Record<string, StepDeclaration<never>> = {}) {
  const document = { id: 4, status: 'QC Pending', allowed_actions: actions }
  return mountScreen(DocumentActions, { props: { resource: 'assets', document, title: 'AST-4', steps } })
}

const button = (name: string) =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === name)!

async function fill(field: HTMLTextAreaElement | HTMLInputElement, value: string) {
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}

async function submitDialog() {
  document.querySelector('[role="dialog"] form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

describe('the buttons of a document', () => {
  it('are its allowed steps; what can be done now comes first, what hurts last', async () => {
    await mountActions([action('scrap'), action('sell', { blocked_by: 'It is reserved.' }), action('move')], {
      scrap: { danger: true },
    })
    const shown = [...document.querySelectorAll('button')].map(({ textContent }) => textContent?.trim())
    expect(shown.slice(0, 2)).toEqual(['move', 'scrap'])
  })

  it('stay in sight when they are blocked, say why, and do nothing', async () => {
    const sent = stubServer(() => ({}))
    await mountActions([action('sell', { blocked_by: 'It is reserved for INV-7.' })])
    const blocked = button('sell')
    blocked.click()
    await flushPromises()
    expect(blocked.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(blocked.getAttribute('aria-describedby')!)?.textContent).toBe(
      'It is reserved for INV-7.',
    )
    expect(sent).toHaveLength(0)
  })

  it('perform a step that asks for nothing at once', async () => {
    const sent = stubServer(() => ({ body: { id: 4, allowed_actions: [] } }))
    await mountActions([action('start-diagnostics')])
    button('start-diagnostics').click()
    await flushPromises()
    expect(sent[0]!.path).toBe('/api/v1/assets/4/start-diagnostics')
    expect(notices.value.at(-1)).toMatchObject({ title: 'start-diagnostics', text: 'AST-4' })
  })
})

describe('the dialog of a step', () => {
  const steps: Record<string, StepDeclaration<never>> = {
    'pass-qc': { inputs: [{ type: 'text', name: 'cosmetic_notes', label: 'assets.cosmetic_notes' }] },
  }

  async function refuseOnce(): Promise<Sent[]> {
    let refused = false
    return stubServer(() => {
      if (refused) return { body: { id: 4, allowed_actions: [] } }
      refused = true
      return {
        status: 400,
        body: refusal(
          { code: 'invalid', detail: 'Say more.', attr: 'cosmetic_notes' },
          { code: 'x', detail: 'Retest it.', attr: null },
        ),
      }
    })
  }

  it('does not send a step without the reason it needs', async () => {
    const sent = stubServer(() => ({ body: {} }))
    await mountActions([action('block', { needs_reason: true })])
    button('block').click()
    await flushPromises()
    await submitDialog()
    expect(sent).toHaveLength(0)
    await fill(document.querySelector('[role="dialog"] textarea')!, 'Cracked lid')
    await submitDialog()
    expect(sent[0]).toMatchObject({ path: '/api/v1/assets/4/block', body: { reason: 'Cracked lid' } })
  })

  it('stays open when it is refused, with the errors where they belong', async () => {
    const sent = await refuseOnce()
    await mountActions([action('pass-qc')], steps)
    button('pass-qc').click()
    await flushPromises()
    await submitDialog()
    const dialog = document.querySelector('[role="dialog"]')!
    expect(dialog.querySelector('[role="alert"]')?.textContent).toContain('Retest it.')
    expect(dialog.querySelector('[data-invalid]')?.textContent).toContain('Say more.')
    expect(document.activeElement).toBe(dialog.querySelector('input'))
    await submitDialog()
    expect(sent[1]!.headers.get('Idempotency-Key')).not.toBe(sent[0]!.headers.get('Idempotency-Key'))
    expect(document.querySelector('[role="dialog"][data-state="open"]')).toBeNull()
  })
})
