import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type UserRow = Schemas['User']
export type User = Schemas['UserDetail']
export type Role = Schemas['Role']
export type RoleName = Schemas['RoleEnum']
export type Matrix = Schemas['Matrix']
export type AuditEvent = Schemas['AuditEvent']
export type ReadEvent = Schemas['ReadEvent']
