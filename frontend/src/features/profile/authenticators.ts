/** The second proof of one's own account, by the headless endpoints of django-allauth. */
import { call, type AuthBody } from '@/shell/session/auth'

const BASE = '/account/authenticators'

export interface Authenticators {
  hasApp: boolean
  /** How many recovery codes are left; null where there are none at all. */
  codesLeft: number | null
  passkeys: Passkey[]
}

export interface Passkey {
  id: number
  name: string
  /** Times as the API writes them; null where it was never used. */
  created_at: string
  last_used_at: string | null
}

/** What the authenticator app is given: by its picture, or typed. */
export interface AppSecret {
  secret: string
  address: string
}

/** How somebody who has been signed in for a while can prove again that it is them. */
export type Proof = 'password' | 'code'

/** The act was not done: it wants the person proved again first. */
export class ProofNeeded extends Error {
  override readonly name = 'ProofNeeded'

  constructor(readonly proofs: Proof[]) {
    super('reauthenticate')
  }
}

const PROOFS: Record<string, Proof> = { reauthenticate: 'password', mfa_reauthenticate: 'code' }

async function ask(method: string, path: string, body?: object): Promise<AuthBody> {
  const answer = await call(method, path, body)
  if (answer.status !== 401) return answer
  const proofs = (answer.data?.flows ?? []).flatMap(({ id }) => PROOFS[id] ?? [])
  throw new ProofNeeded(proofs)
}

interface Authenticator {
  type: string
  id?: number
  name?: string
  created_at?: number
  last_used_at?: number | null
  unused_code_count?: number
  unused_codes?: string[]
}

export async function readAuthenticators(): Promise<Authenticators> {
  const { data } = await ask('GET', BASE)
  const all = data as unknown as Authenticator[]
  const codes = all.find(({ type }) => type === 'recovery_codes')
  const passkeys = all.filter(({ type }) => type === 'webauthn').map(passkeyOf)
  return { hasApp: all.some(({ type }) => type === 'totp'), codesLeft: codes?.unused_code_count ?? null, passkeys }
}

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString()

function passkeyOf({ id, name, created_at, last_used_at }: Authenticator): Passkey {
  return {
    id: id!,
    name: name!,
    created_at: timeOf(created_at!),
    last_used_at: last_used_at ? timeOf(last_used_at) : null,
  }
}

/** Has the browser make a passkey, which signs in without a password; gives the recovery codes that came with it. */
export async function registerPasskey(name: string): Promise<string[]> {
  const { data } = await ask('GET', `${BASE}/webauthn?passwordless`)
  const options = data?.creation_options as { publicKey: PublicKeyCredentialCreationOptionsJSON }
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey)
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  const { meta } = await ask('POST', `${BASE}/webauthn`, { name, credential: credential.toJSON() })
  return meta?.recovery_codes_generated ? codesOf(await ask('GET', `${BASE}/recovery-codes`)) : []
}

export async function removePasskey(id: number): Promise<void> {
  await ask('DELETE', `${BASE}/webauthn`, { authenticators: [id] })
}

/** A new secret for an app that is not set up yet; it counts once the app has answered with a code. */
export async function newAppSecret(): Promise<AppSecret> {
  const { meta } = await ask('GET', `${BASE}/totp`)
  return { secret: String(meta?.secret), address: String(meta?.totp_url) }
}

/** Sets the app up and gives the recovery codes that came with it. */
export async function activateApp(code: string): Promise<string[]> {
  await ask('POST', `${BASE}/totp`, { code })
  return codesOf(await ask('GET', `${BASE}/recovery-codes`))
}

export async function deactivateApp(): Promise<void> {
  await ask('DELETE', `${BASE}/totp`)
}

/** New codes; the old ones end. */
export async function newRecoveryCodes(): Promise<string[]> {
  return codesOf(await ask('POST', `${BASE}/recovery-codes`, {}))
}

export async function prove(proof: Proof, text: string): Promise<void> {
  if (proof === 'password') await ask('POST', '/auth/reauthenticate', { password: text })
  else await ask('POST', '/auth/2fa/reauthenticate', { code: text.replaceAll(' ', '') })
}

function codesOf({ data }: AuthBody): string[] {
  return (data as unknown as Authenticator)?.unused_codes ?? []
}
