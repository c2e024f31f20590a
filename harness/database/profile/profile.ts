/** Production's shape, as far as a rehearsal can use it: no row, and no value of a row. */
export interface ProductionProfile {
  readonly fulldressProfile: 1
  /** ISO 8601, UTC. */
  readonly takenAt: string
  /** `17.6` */
  readonly version: string
  /** From an allow-list, with their units as `SHOW` prints them. */
  readonly settings: Readonly<Record<string, string>>
  readonly extensions: readonly { readonly name: string; readonly version: string }[]
  /** The role that owns most of the tables: whoever migrates is taken for it. */
  readonly owner: string | null
  /** What roles and the database set for their sessions, from an allow-list; null stands for all. */
  readonly roleSettings: readonly {
    readonly role: string | null
    readonly database: string | null
    readonly settings: Readonly<Record<string, string>>
  }[]
  /** How many settings of roles are not on the allow-list, and so stayed where they are. */
  readonly settingsWithheld: number
  /** As of the last VACUUM or ANALYZE; `rows` is null for a table that never had one. */
  readonly tables: readonly { readonly table: string; readonly rows: number | null; readonly bytes: number }[]
  readonly transactions: TransactionAges
}

export interface TransactionAges {
  /** 99th percentile of how old transactions were when last seen; null where none was seen. */
  readonly p99Ms: number | null
  readonly longestMs: number | null
  /** Distinct transactions that were seen. */
  readonly seen: number
  readonly samples: number
  readonly seconds: number
  /** One sentence on what the figures are, and what they are not. */
  readonly how: string
}
