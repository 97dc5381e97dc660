/** The checklist of the bench: the parts of a device that are tried. A part that does not pass says what is wrong. */

export const CHECKS = [
  'power_on',
  'display',
  'keyboard',
  'trackpad',
  'ports',
  'wifi',
  'bluetooth',
  'speakers',
  'webcam',
  'battery',
] as const

export type Checklist = Record<string, string>

export const PASS = 'pass'

export const emptyChecklist = (): Checklist => Object.fromEntries(CHECKS.map((check) => [check, PASS]))
