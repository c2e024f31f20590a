import type { Complaint } from './fields.ts'
import { FIRST_USER_OID, type HeldLock, isWeak, type Relation } from './held-lock.ts'
import type { Lookout } from './lookout.ts'
import { type Beginning, beginProgress, now, type Progress, tellStatement } from './progress.ts'
import { type Sampling, startSampling } from './sampling.ts'
import { createSightings, isRewritten } from './sightings.ts'
import type { Boundary, TracedTransaction, TraceOptions } from './trace.ts'

export interface TracerOptions extends TraceOptions {
  readonly connection: number
  readonly lookout: Lookout
  readonly pid: () => number
  readonly application: () => string
  readonly cut: () => void
}

const COMMITS = 'it commits on its own while it runs'

const OF_SEVERAL: ReadonlySet<string> = new Set(['VacuumStmt', 'ClusterStmt', 'ReindexStmt'])

/** Outside of a block, ANALYZE, CLUSTER and REINDEX of several tables or of partitions commit after each of them. */
function mayCommitItself({ traits }: Pick<Beginning, 'traits'>, status: string): boolean {
  return status === 'I' && traits !== null && OF_SEVERAL.has(traits.kind)
}

/** What a statement of one table would still hold. */
function isStrongOnTable({ locktype, relation, mode }: HeldLock): boolean {
  return locktype === 'relation' && relation >= FIRST_USER_OID && !isWeak(mode)
}

/** Follows one connection's statements and transactions, and tells of them when a transaction is over. */
export class Tracer {
  readonly #options: TracerOptions
  readonly #sightings
  #index = 0
  #transaction: { readonly number: number; readonly startedAt: number } | null = null
  #transactions = 0
  #statements: Progress[] = []
  #current: Progress | null = null
  #sampling: Sampling | null = null
  /** Files of all relations before a statement that commits on its own. */
  #files: readonly Relation[] | null = null
  #status = 'I'
  #tag = ''
  #failed = false
  #over = false

  constructor(options: TracerOptions) {
    this.#options = options
    this.#sightings = createSightings(options.lookout)
  }

  get inTransaction(): boolean {
    return this.#transaction !== null
  }

  /** Before a statement is sent. */
  async begin(beginning: Beginning): Promise<void> {
    const { traits, alone } = beginning
    const commitsItself = traits?.refusesTransaction === true && this.#status === 'I'
    this.#files = null
    if ((commitsItself || mayCommitItself(beginning, this.#status)) && !alone)
      this.#files = await this.#try(() => this.#options.lookout.files(), null)
    const startedAt = now()
    this.#transaction ??= { number: ++this.#transactions, startedAt }
    const because = beginning.because ?? (commitsItself ? COMMITS : null)
    const place = { index: ++this.#index, transaction: this.#transaction.number, startedAt }
    this.#current = beginProgress({ ...beginning, because, application: this.#options.application() }, place)
    this.#statements.push(this.#current)
    await this.#pause('begins', this.#current)
    // The client may have gone while it was kept waiting: nobody would end the sampling then.
    if (alone || this.#over) return
    const everyMs = this.#options.sampleMs ?? 5
    const atOnce = because !== null || mayCommitItself(beginning, this.#status)
    this.#sampling = startSampling(() => this.#sample(), { afterMs: atOnce ? 0 : everyMs, everyMs })
  }

  notice(message: string): void {
    this.#current?.notices.push(message)
  }

  error(complaint: Complaint): void {
    this.#failed = true
    if (this.#current) this.#current.error ??= complaint
  }

  tag(tag: string): void {
    this.#tag = tag
  }

  /** Reads the locks of a statement that has ended and whose transaction the server still holds open. */
  async completed(): Promise<void> {
    const current = this.#current
    if (!current) return
    current.completedAt = now()
    await this.#stopSampling()
    const ends = current.traits?.transaction === 'ends' || current.traits?.transaction === 'chains'
    if (ends) await this.#endTransaction(this.#tag === 'ROLLBACK' ? 'rolled-back' : 'committed', current.completedAt)
    else if (takesLocks(current)) await this.#sample(true)
    await this.#pause('completed', current)
    current.resumedAt = now()
  }

  /** One more reading at a moment when the server waits for somebody. */
  async glance(): Promise<void> {
    if (this.#current && !this.#current.alone) await this.#sample()
  }

  /** ReadyForQuery came, and is not yet passed on. */
  async ready(status: string): Promise<void> {
    const at = now()
    const current = this.#current
    await this.#stopSampling()
    if (current) {
      if (current.completedAt === null) current.completedAt = at
      else current.commitMs = at - (current.resumedAt ?? current.completedAt)
      // A single statement in a block has all its locks still, however it came.
      const stillHeld = current.resumedAt === null && status === 'T' && !current.alone
      if (stillHeld && takesLocks(current)) await this.#sample(true)
      if (stillHeld && this.#status === 'T' && current.traits) current.because = null
    }
    this.#current = null
    this.#status = status
    if (status === 'I')
      await this.#endTransaction(this.#failed || this.#tag === 'ROLLBACK' ? 'rolled-back' : 'committed', at)
    this.#failed = false
    if (current) await this.#pause('ended', current)
  }

  /** The connection is over: what was open is rolled back. */
  async end(): Promise<void> {
    this.#over = true
    await this.#stopSampling()
    const at = now()
    if (this.#current) {
      this.#current.completedAt ??= at
      this.#current.error ??= { sqlstate: '08006', message: 'the connection ended while the statement ran' }
    }
    await this.#endTransaction('rolled-back', at)
  }

  /** Tells what is known of statements whose transaction is still open. */
  flush(): void {
    this.#tell(new Map())
  }

  async #pause(moment: Boundary['moment'], { index, sql, error }: Progress): Promise<void> {
    const { connection, pid, cut, onBoundary } = this.#options
    await onBoundary?.({ connection, pid: pid(), index, sql, moment, failed: error !== null, cut })
  }

  async #sample(final = false): Promise<void> {
    const current = this.#current
    if (!current) return
    await this.#try(async () => {
      const rows = await this.#options.lookout.locks(this.#options.pid())
      for (const lock of await this.#sightings.observe(rows))
        current.take(lock, this.#sightings.firstSight(lock.relation))
      if (!final) return
      const held = rows.filter(({ granted }) => granted)
      this.#sightings.remember(held)
      if (current.because === null && current.error === null) current.keep(held)
      if (mayCommitItself(current, this.#status) && !held.some(isStrongOnTable)) current.because ??= COMMITS
    }, undefined)
  }

  async #try<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await read()
    } catch (error) {
      const reason = `the locks could not be read: ${error instanceof Error ? error.message : String(error)}`
      if (this.#current) this.#current.because ??= reason
      this.#options.onTrouble(reason)
      return otherwise
    }
  }

  async #stopSampling(): Promise<void> {
    const sampling = this.#sampling
    this.#sampling = null
    await sampling?.stop()
  }

  async #endTransaction(outcome: TracedTransaction['outcome'], endedAt: number): Promise<void> {
    const open = this.#transaction
    if (!open) return
    const { lookout, connection, pid } = this.#options
    this.#transaction = null
    const none = { made: new Map<number, Relation>(), rewritten: [] }
    const committed = outcome === 'committed'
    const { made, rewritten } = committed ? await this.#try(() => this.#sightings.afterCommit(), none) : none
    const replaced = committed ? await this.#try(() => this.#replaced(), []) : []
    this.#tell(made)
    const { number: transaction, startedAt } = open
    const all = [...new Set([...rewritten, ...replaced])]
    this.#options.onTransaction({ connection, pid: pid(), transaction, startedAt, endedAt, outcome, rewritten: all })
    const kept = this.#sightings.holdsAdvisory ? await this.#try(() => lookout.locks(pid()), []) : []
    this.#sightings.forget(kept)
  }

  async #replaced(): Promise<readonly string[]> {
    if (!this.#files) return []
    const before = new Map(this.#files.map((relation) => [relation.oid, relation]))
    this.#files = null
    const after = await this.#options.lookout.files()
    return after.flatMap((relation) => {
      const was = before.get(relation.oid)
      return was && isRewritten(was, relation) ? [was.name] : []
    })
  }

  #tell(made: ReadonlyMap<number, Relation>): void {
    const { connection, pid } = this.#options
    const told = this.#statements.filter((progress) => progress.completedAt !== null)
    this.#statements = this.#statements.filter((progress) => progress.completedAt === null)
    for (const progress of told) this.#options.onStatement(tellStatement(progress, { connection, pid: pid(), made }))
  }
}

function takesLocks({ alone, traits }: Progress): boolean {
  return !alone && traits?.locksNothing !== true
}
