import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api } from '@/api/client'
import { isApiError } from '@/api/errors'
import type { components } from '@/api/schema'
import { UNKNOWN_BUSINESS } from '@/ui/business'
import { signOut } from './auth'

export type Me = components['schemas']['Me']

/** Who is signed in, and what they may do. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  /** The session ended while somebody was at work: they sign in again without losing the page. */
  const hasExpired = ref(false)

  const permissions = computed(() => new Set(me.value?.permissions))
  const business = computed(() => me.value?.business ?? UNKNOWN_BUSINESS)

  function can(permission: string | undefined): boolean {
    return permission === undefined || permissions.value.has(permission)
  }

  /** True when somebody is signed in. */
  async function load(): Promise<boolean> {
    try {
      const { data } = await api.GET('/api/v1/me')
      me.value = data ?? null
      hasExpired.value = false
    } catch (error) {
      if (!isApiError(error, 401, 403)) throw error
      me.value = null
    }
    return me.value !== null
  }

  function expire(): void {
    hasExpired.value = me.value !== null
  }

  async function leave(): Promise<void> {
    try {
      await signOut()
    } catch (error) {
      // Ending a session answers 401: nobody is signed in any more.
      if (!isApiError(error, 401)) throw error
    }
    me.value = null
  }

  return { me, business, hasExpired, can, load, expire, leave }
})
