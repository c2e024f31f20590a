import type { ActName, ActStatus, PhaseName } from './act.ts'
import type { Limits } from './limits.ts'

/** A side file: bulk stays out of the journal, which keeps its name (relative to the run's folder) and its sha256. */
export interface SideFile {
  readonly file: string
  readonly sha256: string
}

/** Quantiles in milliseconds; null where there were no requests. */
export interface Latency {
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

/** One endpoint in one phase. Latency is measured from the intended start; dropped iterations are no part of `requests`. */
export interface EndpointSummary {
  readonly endpoint: string
  readonly requests: number
  readonly failed: number
  readonly latency: Latency
}

/** Requests slower than the stall limit or failed, whose spans overlap, folded into one window per endpoint. Times in epoch ms. */
export interface StallWindow {
  readonly endpoint: string
  readonly fromMs: number
  readonly toMs: number
  readonly stalled: number
  readonly failed: number
  readonly longestMs: number
}

/** Somebody who waited for a lock, or who stood in the way. */
export interface LockParty {
  readonly pid: number
  /** `migration` for a session of the step under way, `traffic` for the services', `other` otherwise (autovacuum, the harness). */
  readonly role: 'migration' | 'traffic' | 'other'
  readonly application: string
  /** The statement, literals masked. */
  readonly statement: string
}

/** One object of the catalog that differs: `column orders.note` · `missing` · was `text`. */
export interface CatalogDifference {
  /** Kind and name: `column public.orders.note`. */
  readonly object: string
  /** Against the earlier digest: gone, new, or other than it was. */
  readonly change: 'missing' | 'added' | 'changed'
  readonly was: string | null
  readonly is: string | null
}

export interface TableDifference {
  readonly table: string
  readonly rowsBefore: number | null
  readonly rowsAfter: number | null
}

/**
 * Facts, as the acts record them. A fact says what was seen, never what to think of it.
 * Times are epoch milliseconds unless named otherwise.
 */
export type Fact =
  | {
      readonly kind: 'rehearsal.started'
      readonly rehearsal: string
      readonly harness: string
      readonly spec: SideFile
      readonly seed: number
      readonly runtime: 'containers' | 'processes'
      /** What this runtime cannot show that another could, one sentence each. */
      readonly weaker: readonly string[]
      readonly actTimeMs: number
      readonly blockMs: number
      readonly wayBack: 'down' | 'none'
      readonly reason?: string
      readonly upgradeSteps: readonly string[]
      readonly rollbackSteps: readonly string[]
      readonly ledgers: readonly string[]
      readonly thresholds: readonly string[]
      readonly limits: Limits
      readonly host: { readonly platform: string; readonly cpus: number; readonly memoryBytes: number; readonly node: string }
    }
  | { readonly kind: 'act.started'; readonly act: ActName }
  | {
      readonly kind: 'act.ended'
      readonly act: ActName
      readonly status: ActStatus
      readonly durationMs: number
      /** Few words for the terminal: `p99 41 ms, 0.02 % errors`. */
      readonly summary: string
      readonly reason?: string
    }
  | { readonly kind: 'tool.found'; readonly tool: string; readonly version: string; readonly source: string }
  | {
      readonly kind: 'stage.database'
      readonly version: string
      readonly settings: Readonly<Record<string, string>>
      readonly image?: string
      readonly digest?: string
    }
  | {
      readonly kind: 'stage.service'
      readonly service: string
      readonly version: string
      readonly replicas: number
      readonly front: string
      readonly readyMs: number
      readonly image?: string
      readonly digest?: string
    }
  | { readonly kind: 'stage.egress'; readonly isolated: boolean; readonly how: string; readonly canary: string }
  | { readonly kind: 'seed.table'; readonly table: string; readonly rows: number; readonly bytes: number }
  | { readonly kind: 'seed.done'; readonly rows: number; readonly bytes: number; readonly durationMs: number }
  | {
      readonly kind: 'catalog.digested'
      /** `seeded` on the live copy before traffic, `restored` at the audit; `quiet-*` on the quiet clone. */
      readonly label: 'seeded' | 'restored' | 'quiet-before' | 'quiet-upgraded' | 'quiet-restored'
      readonly sha256: string
      readonly objects: number
      readonly file: SideFile
    }
  | {
      readonly kind: 'catalog.compared'
      readonly before: 'seeded' | 'quiet-before'
      readonly after: 'restored' | 'quiet-restored'
      readonly differences: readonly CatalogDifference[]
    }
  | {
      readonly kind: 'rows.compared'
      readonly database: 'quiet'
      readonly tables: number
      readonly rows: number
      readonly durationMs: number
      readonly differences: readonly TableDifference[]
    }
  | { readonly kind: 'probe.failed'; readonly probe: string; readonly reason: string }
  | {
      readonly kind: 'ledger.compared'
      readonly ledger: string
      readonly acknowledged: number
      /** Keys acknowledged to a client and not in the database; at most 20, `missingCount` has all. */
      readonly missing: readonly string[]
      readonly missingCount: number
      readonly doubled: readonly string[]
      readonly doubledCount: number
      readonly file: SideFile
    }
  | { readonly kind: 'step.started'; readonly act: 'upgrade' | 'rollback'; readonly step: number; readonly label: string }
  | {
      readonly kind: 'step.ended'
      readonly act: 'upgrade' | 'rollback'
      readonly step: number
      readonly label: string
      readonly ok: boolean
      readonly startedAt: number
      readonly endedAt: number
      readonly reason?: string
    }
  | {
      readonly kind: 'statement.ran'
      readonly act: 'upgrade' | 'rollback'
      readonly step: number
      /** Relative to the spec's folder. */
      readonly file: string
      readonly line: number
      readonly statement: string
      readonly pid: number
      readonly startedAt: number
      readonly endedAt: number
      readonly error?: { readonly sqlstate: string; readonly message: string }
    }
  | {
      /** A relation lock of a migration session, from first seen to last seen, folded over its transaction. */
      readonly kind: 'lock.held'
      readonly act: 'upgrade' | 'rollback'
      readonly relation: string
      readonly mode: string
      readonly holder: LockParty
      readonly fromMs: number
      readonly toMs: number
      /** The relation existed before the transaction and is not of its own making. */
      readonly inUse: boolean
    }
  | {
      /** Sessions that waited, one queue per head and relation, from its first wait to its last. */
      readonly kind: 'lock.queue'
      readonly act: 'upgrade' | 'rollback' | 'steady'
      readonly relation: string
      /** Whom the queue ultimately stands behind. */
      readonly head: LockParty
      readonly headMode: string
      readonly waiters: readonly { readonly party: LockParty; readonly mode: string; readonly fromMs: number; readonly toMs: number }[]
      readonly fromMs: number
      readonly toMs: number
    }
  | {
      readonly kind: 'locks.watched'
      readonly fromMs: number
      readonly toMs: number
      readonly samples: number
      readonly intervalMs: number
      /** Time between two samples, when longer than twice the interval: when and how long. */
      readonly gaps: readonly { readonly atMs: number; readonly lastedMs: number }[]
      readonly gapCount: number
      readonly longestGapMs: number
      readonly cpuMs: number
      readonly file: SideFile
    }
  | { readonly kind: 'locks.unwatched'; readonly reason: string }
  | {
      readonly kind: 'traffic.started'
      readonly k6: string
      readonly scenarios: readonly { readonly name: string; readonly ratePerSecond: number | null; readonly executor: string; readonly note: string }[]
    }
  | {
      readonly kind: 'traffic.phase'
      readonly phase: PhaseName
      readonly fromMs: number
      readonly toMs: number
      readonly blocks: number
      readonly endpoints: readonly EndpointSummary[]
      /** Late at the start of an iteration: `idle` while its VU had been free (the generator's fault), `busy` while all VUs waited. */
      readonly lag: {
        readonly iterations: number
        readonly idleP99Ms: number | null
        readonly busyP99Ms: number | null
        readonly busyLate: number
        readonly dropped: number
        readonly droppedBusy: number
      }
      readonly checks: readonly { readonly scenario: string; readonly name: string; readonly passes: number; readonly fails: number }[]
      readonly stalls: readonly StallWindow[]
      readonly histograms: SideFile
    }
  | {
      readonly kind: 'traffic.ended'
      readonly exitCode: number
      /** What the exit code means: `ended from inside`, `a script threw an exception`. */
      readonly meaning: string
      readonly asExpected: boolean
      readonly thresholds: readonly { readonly metric: string; readonly threshold: string; readonly ok: boolean }[]
      /** False where k6 left no summary, so that thresholds are not known. */
      readonly summarised: boolean
      readonly log: SideFile
    }
  | { readonly kind: 'traffic.stray'; readonly url: string; readonly scenario: string }
  | {
      readonly kind: 'partner.calls'
      readonly partner: string
      readonly phase: PhaseName
      readonly operation: string
      readonly calls: number
      /** Calls by attempt number: `[first attempts, second, …]`. */
      readonly attempts: readonly number[]
      readonly faults: number
      /** Median gap before attempt 2, 3, …, in ms. */
      readonly gapsMs: readonly number[]
      readonly file: SideFile
    }
  | { readonly kind: 'resource.died'; readonly act: ActName | null; readonly resource: string; readonly reason: string }
  | { readonly kind: 'cleanup.failed'; readonly reason: string }
  | { readonly kind: 'operator.must.act'; readonly code: string; readonly message: string; readonly hint: string }
  /** A bug of the harness: what was thrown, with its stack. */
  | { readonly kind: 'harness.failed'; readonly reason: string; readonly stack: string }
  | { readonly kind: 'interrupted'; readonly signal: string }
  | { readonly kind: 'rehearsal.ended'; readonly durationMs: number }

/** A fact in the journal: numbered from 1, stamped with its time (ISO 8601, UTC). */
export type Entry = Fact & { readonly seq: number; readonly at: string }

export type EntryOf<K extends Fact['kind']> = Extract<Fact, { kind: K }> & { readonly seq: number; readonly at: string }

/** Entries of one kind, in journal order. */
export function entriesOf<K extends Fact['kind']>(entries: readonly Entry[], kind: K): readonly EntryOf<K>[] {
  return entries.filter((entry): entry is EntryOf<K> => entry.kind === kind)
}

/** Where an act or a gateway puts what it saw. */
export type Recorder = (fact: Fact) => void
