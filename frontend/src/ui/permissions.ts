/** What the person may do. Asked for here and in `allowed_actions`, nowhere else; the server decides in any case. */
import { inject, type InjectionKey } from 'vue'

export type Can = (permission: string | undefined) => boolean

/** Provided by the shell from the session. */
export const CAN: InjectionKey<Can> = Symbol('can')

export function useCan(): Can {
  return inject(CAN, (permission) => permission === undefined)
}
