/** The business this installation serves: its currency and time zone are those of every screen. */
import { inject, ref, type InjectionKey, type Ref } from 'vue'

export interface Business {
  name: string
  currency: string
  time_zone: string
  tax_rate: string
}

/** Provided by the shell once somebody is signed in. */
export const BUSINESS: InjectionKey<Readonly<Ref<Business>>> = Symbol('business')

export const UNKNOWN_BUSINESS: Business = { name: 'Fettle', currency: '', time_zone: 'UTC', tax_rate: '0' }

export function useBusiness(): Readonly<Ref<Business>> {
  return inject(BUSINESS, () => ref(UNKNOWN_BUSINESS), true)
}
