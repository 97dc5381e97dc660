import type { LocationQuery, Router } from 'vue-router'

type Next = LocationQuery[string] | undefined

/** Pages of the same server that are not of this application. */
const OTHER_PAGES = /^\/(?:admin|api)(?:\/|$)/

/** Where to go after signing in: a path of this application, never another site. */
export function safeNext(next: Next): string {
  const path = [next].flat()[0] ?? ''
  return /^\/(?![/\\])/.test(path) ? path : '/'
}

/** Goes there: within the application, or to the administration site by leaving it. */
export async function goOn(router: Router, next: Next): Promise<void> {
  const path = safeNext(next)
  if (OTHER_PAGES.test(path)) location.assign(path)
  else await router.replace(path)
}
