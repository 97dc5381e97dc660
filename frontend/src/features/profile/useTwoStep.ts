import { useQuery } from '@tanstack/vue-query'
import { ref, shallowRef } from 'vue'
import { keys } from '@/api/keys'
import { useSession } from '@/shell/session/store'
import { useNotify } from '@/ui/feedback/notify'
import {
  activateApp,
  deactivateApp,
  newAppSecret,
  newRecoveryCodes,
  readAuthenticators,
  registerPasskey,
  removePasskey,
  type AppSecret,
  type Passkey,
} from './authenticators'
import { useProof } from './useProof'

/** The second proof of one's own account: setting it up, its recovery codes, and turning it off. */
export function useTwoStep() {
  const session = useSession()
  const notify = useNotify()
  const proof = useProof()
  const { data: state, refetch } = useQuery({
    queryKey: keys.options('me', 'authenticators'),
    queryFn: readAuthenticators,
  })

  const app = shallowRef<AppSecret | null>(null)
  const isSettingUp = ref(false)
  const codes = shallowRef<string[]>([])
  const isShowingCodes = ref(false)

  /** What did not work is told in a notice; forms tell theirs themselves. */
  async function attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      notify.failure(error)
    }
  }

  const begin = () =>
    attempt(async () => {
      app.value = await proof.run(newAppSecret)
      isSettingUp.value = app.value !== null
    })

  /** For the form of the first code, which shows a refusal at its field. */
  async function activate(code: string): Promise<void> {
    const made = await proof.run(() => activateApp(code))
    if (made) await changed(made)
  }

  const renewCodes = () =>
    attempt(async () => {
      const made = await proof.run(newRecoveryCodes)
      if (made) await changed(made)
    })

  async function turnOff(): Promise<void> {
    await proof.run(deactivateApp)
    await changed([])
  }

  /** For the form of the passkey's name. A person who closes the browser's own dialog has decided so. */
  async function addPasskey(name: string): Promise<void> {
    const made = await proof.run(() => registerPasskey(name))
    if (made) await changed(made)
  }

  const dropPasskey = (passkey: Passkey) =>
    attempt(async () => {
      await proof.run(() => removePasskey(passkey.id))
      await changed([])
    })

  async function changed(made: string[]): Promise<void> {
    codes.value = made
    isShowingCodes.value = made.length > 0
    await Promise.all([refetch(), session.load()])
  }

  return {
    state,
    proof,
    app,
    isSettingUp,
    codes,
    isShowingCodes,
    begin,
    activate,
    renewCodes,
    turnOff,
    addPasskey,
    dropPasskey,
  }
}
