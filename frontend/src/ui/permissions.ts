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

/** Whether the person may take back a document of the resource: their own, or with the right to remove anybody's. */
export function useMayRemove(resource: string): (document: { created_by?: { id: Id } | null }) => boolean {
  const can = useCan()
  const me = useMyId()
  return (document) =>
    can(`${resource}.destroy`) && (can(`${resource}.destroy-any`) || document.created_by?.id === me.value)
}
