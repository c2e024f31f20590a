/**
 * Beside whom a migration ran on a clone. `alone`: nobody, through the tracing proxy. `traffic`: probes and the
 * application's own statements. `filled`: alone, with the touched tables filled. The others are companions.
 */
export type Scenario =
  | 'alone'
  | 'filled'
  | 'traffic'
  | 'long-reader'
  | 'idle-writer'
  | 'opposite-order'
  | 'prepared'
  | 'second-runner'

/** Where a statement came from; null where no file is known. */
export interface Place {
  /** As the operator named it, relative to the folder the command was started in or to the spec's. */
  readonly file: string
  readonly line: number
}

/** A lock of a traced statement. */
export interface TakenLock {
  /** `orders`, or `schema.orders` outside public. */
  readonly relation: string
  /** `r`, `p`, `i`, `m`, `v`… as `pg_class.relkind`. */
  readonly relkind: string
  /** As `pg_locks.mode` spells it. */
  readonly mode: string
  /** The relation was committed before the transaction, and so somebody may use it. */
  readonly existed: boolean
  /** No sample met it: the statement is documented to take it. */
  readonly unseen?: true
}

/** Who was harmed: a light probe, the application's own statement, or a companion. */
export type Sufferer = 'probe-read' | 'probe-write' | 'traffic' | 'companion'

/** Migrations on clones, beside companions: what was traced, what stalled, what broke. */
export type TrialFact =
  | {
      readonly kind: 'trial.started'
      readonly trial: number
      readonly migration: number
      readonly scenario: Scenario
      /** Rows that were filled into each touched table; null for the clone's own. */
      readonly rows: number | null
      /** Existing relations under test, as the trace alone saw them touched. */
      readonly touched: readonly string[]
    }
  | {
      readonly kind: 'trial.ended'
      readonly trial: number
      /** `gave-up`: with 55P03 or a deadlock, and no retry succeeded. */
      readonly outcome: 'completed' | 'failed' | 'gave-up'
      readonly attempts: readonly {
        readonly startedAt: number
        readonly endedAt: number
        readonly error: { readonly sqlstate: string; readonly message: string; readonly place: Place | null } | null
      }[]
    }
  /** The trial could not be performed; the checks that ask for it answer `unknown`. */
  | { readonly kind: 'trial.broken'; readonly migration: number; readonly scenario: Scenario; readonly reason: string }
  | {
      readonly kind: 'statement.traced'
      /** null in the acts upgrade and rollback, where `act` says which. */
      readonly trial: number | null
      readonly act?: 'upgrade' | 'rollback'
      readonly step?: number
      readonly pid: number
      readonly transaction: number
      readonly index: number
      readonly place: Place | null
      /** Literals masked. */
      readonly statement: string
      readonly startedAt: number
      readonly endedAt: number
      readonly exact: boolean
      readonly because: string | null
      readonly locks: readonly TakenLock[]
      readonly advisory: readonly { readonly key: string; readonly mode: string }[]
      readonly error: { readonly sqlstate: string; readonly message: string } | null
      /** `lock_timeout` in force when it ran, in ms, 0 for none; null where it was not asked (not our own session). */
      readonly lockTimeoutMs: number | null
    }
  | {
      readonly kind: 'transaction.traced'
      readonly trial: number | null
      readonly act?: 'upgrade' | 'rollback'
      readonly pid: number
      readonly transaction: number
      readonly startedAt: number
      readonly endedAt: number
      readonly outcome: 'committed' | 'rolled-back'
      /** Relations whose file was replaced, as seen after commit. */
      readonly rewritten: readonly string[]
    }
  | {
      /** What one statement did to one existing table, from the counters of its own session. */
      readonly kind: 'work.counted'
      readonly trial: number
      readonly index: number
      readonly place: Place | null
      readonly relation: string
      /** Rows in the table when the migration began. */
      readonly rowsInTable: number
      /** Sequential scans begun, and rows that they, index builds and index scans read. */
      readonly scans: number
      readonly rowsRead: number
      /** Rows inserted, updated or deleted. */
      readonly rowsWritten: number
      /** That ended while it ran, on the whole server: those of its own, where it commits batch by batch. */
      readonly transactions?: number
    }
  | {
      /** Somebody waited longer than usual, once per sufferer and cause, with the longest of it. */
      readonly kind: 'stall.felt'
      readonly trial: number
      readonly by: Sufferer
      /** The table probed, or the statement (literals masked). */
      readonly what: string
      readonly fromMs: number
      readonly longestMs: number
      /** Worst of the same before the migration began. */
      readonly usualMs: number
      readonly times: number
      /** The migration's statement that took the lock or queues for it, and that lock, where they are known. */
      readonly place: Place | null
      readonly statement: string | null
      readonly lock: { readonly relation: string; readonly mode: string; readonly granted: boolean } | null
    }
  | {
      /** An error that somebody met during or after the migration and not before it. */
      readonly kind: 'harm.felt'
      readonly trial: number
      readonly by: Sufferer
      readonly what: string
      readonly sqlstate: string
      readonly message: string
      readonly when: 'during' | 'after'
      readonly times: number
      readonly place: Place | null
    }
  | {
      /** How a traffic statement is planned before and after, on a clone with filled and analysed tables. */
      readonly kind: 'plan.compared'
      readonly trial: number
      readonly statement: string
      readonly costBefore: number
      readonly costAfter: number
      readonly durationMsBefore: number
      readonly durationMsAfter: number
      /** Indexes that the plan used before and that are gone or invalid. */
      readonly indexesLost: readonly string[]
      readonly nodesBefore: readonly string[]
      readonly nodesAfter: readonly string[]
    }
  | {
      /** The clone's own rows before and after; `after` null where the table is gone. */
      readonly kind: 'rows.survived'
      readonly trial: number
      readonly tables: readonly {
        readonly relation: string
        readonly before: number
        readonly after: number | null
        /** Its rows are still there under this name. */
        readonly renamedTo?: string
      }[]
      /** Columns that were there, `orders.note`, and are gone. */
      readonly columnsGone: readonly string[]
      readonly indexesInvalid: readonly string[]
      readonly indexesGone: readonly string[]
    }
  | {
      /** Two runners at once, against one run. */
      readonly kind: 'runners.compared'
      readonly trial: number
      readonly ended: readonly { readonly ok: boolean; readonly reason: string | null }[]
      /** Differences of catalog and rows to the state that a single run leaves, one sentence each; at most 20. */
      readonly differences: readonly string[]
    }
  | {
      /** A duration on filled tables, for the prediction. */
      readonly kind: 'duration.measured'
      readonly trial: number
      readonly rows: number
      readonly place: Place | null
      readonly statement: string
      readonly durationMs: number
    }
