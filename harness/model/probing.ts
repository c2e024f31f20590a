/** What the probes know of production; paths are absolute, null where the spec names none. */
export interface Probing {
  /** A file that `fulldress profile` wrote: role settings, rows per table, p99 age of transactions. */
  readonly profile: string | null
  /** The services' own SQL statements. */
  readonly statements: string | null
  /** Migrations without a way back, by file (its name, or its path from the spec) or tool's command, with the reason. */
  readonly irreversible: Readonly<Record<string, string>>
  /** Columns whose values may be told where up and down changed them. */
  readonly show: readonly string[]
}
