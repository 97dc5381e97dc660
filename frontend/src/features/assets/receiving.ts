/** The running list of a delivery: what has been scanned or pasted, and what became of each serial. */
import { formErrors } from '@/api/errors'
import type { Id } from '@/api/types'
import type { Receipt } from './types'

export type SerialState = 'waiting' | 'received' | 'rejected'

export interface Serial {
  number: string
  state: SerialState
  detail?: string
  asset?: { id: Id; tag: string }
}

/** Serials are the same whatever their case and the space around them. */
const plain = (number: string): string => number.trim().toUpperCase()

export interface Addition {
  serials: Serial[]
  /** Codes that stood in the list already. */
  repeated: string[]
}

/** Puts codes on top of the list; one that is there already is named and not listed twice. */
export function addSerials(serials: readonly Serial[], codes: readonly string[]): Addition {
  const known = new Set(serials.map(({ number }) => plain(number)))
  const fresh: Serial[] = []
  const repeated: string[] = []
  for (const code of codes) {
    if (known.has(plain(code))) repeated.push(code.trim())
    else fresh.unshift({ number: code.trim(), state: 'waiting' })
    known.add(plain(code))
  }
  return { serials: [...fresh, ...serials], repeated }
}

/** Serials that are still to be received, in the order they go to the server. */
export function outstanding(serials: readonly Serial[]): Serial[] {
  return serials.filter(({ state }) => state !== 'received')
}

/** The list after an answer: each serial with its new tag or with the reason it was left out. */
export function withResult(serials: readonly Serial[], { created, rejected }: Receipt): Serial[] {
  const assets = new Map(created.map((asset) => [plain(asset.serial_number), asset]))
  const reasons = new Map(rejected.map((one) => [plain(one.serial_number), one.detail]))
  return serials.map((serial): Serial => {
    const asset = assets.get(plain(serial.number))
    if (asset) return { number: serial.number, state: 'received', asset: { id: asset.id, tag: asset.asset_tag } }
    const detail = reasons.get(plain(serial.number))
    return detail ? { number: serial.number, state: 'rejected', detail } : serial
  })
}

/** The list after a refusal of the whole delivery: the serials at fault say why. */
export function withRefusal(serials: readonly Serial[], sent: readonly Serial[], error: unknown): Serial[] {
  const names = sent.map((_, index) => `serial_numbers.${index}`)
  const reasons = new Map(formErrors(error, names).fields.map(({ name, message }) => [name, message]))
  return serials.map((serial): Serial => {
    const detail = reasons.get(`serial_numbers.${sent.indexOf(serial)}`)
    if (detail) return { ...serial, state: 'rejected', detail }
    return serial.state === 'rejected' ? { number: serial.number, state: 'waiting' } : serial
  })
}
