/** Signing in, by the headless endpoints of django-allauth. There, 401 with a list of flows is a normal answer. */
import { ApiError } from '@/api/errors'
import { commonHeaders, csrfToken } from '@/api/client'

const BASE = '/_allauth/browser/v1'

interface AuthError {
  code: string
  message: string
  param?: string
}

interface Flow {
  id: string
  is_pending?: boolean
  types?: string[]
}

export interface AuthBody {
  status: number
  data?: { flows?: Flow[] } & Record<string, unknown>
  /** Sent with a 404 as well: what a second proof not set up yet would be set up with. */
  meta?: Record<string, unknown>
  errors?: AuthError[]
}

/** What signing in came to: done, or a second proof is asked for by one of these means. */
export type AuthOutcome = { state: 'done' } | { state: 'second-factor'; types: string[] }

/** Asks the sign-in library. A 401 that names flows is an answer: what is to be proved first. */
export async function call(method: string, path: string, body?: object): Promise<AuthBody> {
  if (method !== 'GET' && !csrfToken()) await call('GET', '/config')
  const response = await fetch(`${BASE}${path}`, {
    method,
    credentials: 'same-origin',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...commonHeaders(method) },
    body: body && JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new ApiError(0, { type: 'offline', errors: [{ code: 'offline', detail: String(cause), attr: null }] })
  })
  const answer = (await response.json().catch(() => ({ status: response.status }))) as AuthBody
  const isAnswer = response.ok || (response.status === 401 && answer.data?.flows) || answer.meta?.secret
  if (isAnswer) return { ...answer, status: response.status }
  throw refusal(response.status, answer.errors ?? [])
}

/** Allauth's errors in the shape of all others, so that forms read one shape only. */
function refusal(status: number, errors: AuthError[]): ApiError {
  const details = errors.map(({ code, message, param }) => ({ code, detail: message, attr: param ?? null }))
  return new ApiError(status, {
    type: 'client_error',
    errors: details.length ? details : [{ code: 'unknown', detail: `HTTP ${status}`, attr: null }],
  })
}

function outcome(answer: AuthBody): AuthOutcome {
  if (answer.status === 200) return { state: 'done' }
  const pending = answer.data?.flows?.find(({ is_pending }) => is_pending)
  if (pending?.id === 'mfa_authenticate') return { state: 'second-factor', types: pending.types ?? [] }
  throw refusal(401, [])
}

/** Signs in with a user name or an email address. */
export async function signIn(login: string, password: string): Promise<AuthOutcome> {
  const who = login.includes('@') ? { email: login } : { username: login }
  try {
    return outcome(await call('POST', '/auth/login', { ...who, password }))
  } catch (error) {
    // Somebody is signed in already, in another tab: that is what was wanted.
    if (error instanceof ApiError && error.status === 409) return { state: 'done' }
    throw error
  }
}

export async function sendCode(code: string): Promise<AuthOutcome> {
  return outcome(await call('POST', '/auth/2fa/authenticate', { code }))
}

export async function requestPasswordReset(email: string): Promise<void> {
  await call('POST', '/auth/password/request', { email })
}

export async function resetPassword(key: string, password: string): Promise<void> {
  await call('POST', '/auth/password/reset', { key, password })
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/auth/session')
}

/** Signs in with a passkey: as the whole of it, or as the second proof. */
export async function usePasskey(stage: 'login' | 'authenticate'): Promise<AuthOutcome> {
  const path = `/auth/webauthn/${stage}`
  const { data } = await call('GET', path)
  const options = data?.request_options as { publicKey: PublicKeyCredentialRequestOptionsJSON }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey)
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  return outcome(await call('POST', path, { credential: credential.toJSON() }))
}

/** Whether somebody can sign in with a passkey alone, here and in this browser. */
export async function offersPasskeyLogin(): Promise<boolean> {
  const { data } = await call('GET', '/config')
  return hasPasskeys() && (data as { mfa?: { passkey_login_enabled?: boolean } })?.mfa?.passkey_login_enabled === true
}

export const hasPasskeys = (): boolean =>
  'PublicKeyCredential' in globalThis && 'parseRequestOptionsFromJSON' in PublicKeyCredential
