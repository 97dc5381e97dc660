import type { LocationQuery } from 'vue-router'

/** Where to go after signing in: a path of this application, never another site. */
export function safeNext(next: LocationQuery[string] | undefined): string {
  const path = [next].flat()[0] ?? ''
  return /^\/(?![/\\])/.test(path) ? path : '/'
}
