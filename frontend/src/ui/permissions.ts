/** What the person may do. Asked for here and in `allowed_actions`, nowhere else; the server decides in any case. */
import { inject, ref, type InjectionKey, type Ref } from 'vue'
import type { Id } from '@/api/types'

export type Can = (permission: string | undefined) => boolean

/** Provided by the shell from the session. */
export const CAN: InjectionKey<Can> = Symbol('can')

export function useCan(): Can {
  return inject(CAN, (permission) => permission === undefined)
}

/** The id of who is signed in, provided by the shell: some things only their maker may take back. */
export const ME: InjectionKey<Readonly<Ref<Id | null>>> = Symbol('me')

export function useMyId(): Readonly<Ref<Id | null>> {
  return inject(ME, () => ref(null), true)
}
