import type { ServerObject } from './server-objects.ts'

/** A role that is not PostgreSQL's own. */
export interface Role {
  /** Stays the same whatever it is called. */
  readonly oid: number
  readonly name: string
  /** As ALTER ROLE takes them, always in the same order. */
  readonly attributes: readonly string[]
  /** As it is stored, never in the clear; null for none. */
  readonly password: string | null
  /** Of all databases: `name=value`, as they are stored; null for none. */
  readonly settings: readonly string[] | null
  readonly comment: string | null
}

/** The server's roles at one time: all its databases share them. */
export interface Roles {
  readonly all: readonly Role[]
  /** Memberships and rights on parameters: the statement that gives one, and the one that takes it back. */
  readonly rights: ReadonlyMap<string, string>
  /** What else all databases share. */
  readonly objects: readonly ServerObject[]
  /** Another one after anything was written about roles, their rights and settings, or tablespaces, whatever came of it. */
  readonly version: string
}
