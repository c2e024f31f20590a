import { examineMigration } from '../../companions/examine.ts'
import type { Migration } from '../../companions/migration.ts'
import { giveSettings, settingsInForce } from '../../database/profile/settings.ts'
import { connect } from '../../database/session.ts'
import { serverSettings } from '../../database/settings.ts'
import { describe, RehearsalError } from '../../errors.ts'
import type { Journal } from '../../journal/journal.ts'
import { applyScripts } from '../../migrator/apply.ts'
import { applyBase } from '../../migrator/base.ts'
import { formatSeconds } from '../../model/duration.ts'
import type { Fact } from '../../model/evidence.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { splitStatements } from '../../sql/split.ts'
import type { LocksPlan } from '../locks.ts'
import { commandMigration, PATIENCE_MS, type RunBy, scriptMigration } from './migration.ts'
import type { CommandTurn, ScriptTurn, Turn } from './programme.ts'
import { scan } from './scan.ts'
import { type Ground, openGround } from './server.ts'
import { sizesFor } from './sizes.ts'

/** Longest stall that counts as none. */
const STALL_LIMIT_MS = 500
const HOLD_MS = 5_000

export interface Company {
  readonly journal: Journal
  readonly signal: AbortSignal
  readonly show: {
    /** The server is up and the base applied. */
    begin(): void
    /** Everything that is to be known of a migration is in the journal. */
    examined(migration: number): void
    progress(line: string): void
  }
}

interface Scene extends Company {
  readonly plan: LocksPlan
  readonly ground: Ground
  readonly runBy: RunBy
}

/** Starts a server, applies the base, and examines the migrations in order, each on what the ones before it left. */
export async function examineAll(plan: LocksPlan, company: Company): Promise<void> {
  const { programme, options, label, folder } = plan
  const { journal, show, signal } = company
  const startedAt = Date.now()
  await using ground = await openGround(options, { run: label, folder, progress: show.progress, signal })
  journal.record({
    kind: 'locks.started',
    name: programme.name,
    run: label.id,
    runtime: ground.runtime,
    migrations: programme.turns.filter(isExamined).map(({ name }) => name),
    ...(programme.layout === null ? {} : { layout: `${programme.layout.tool}: ${programme.layout.because}` }),
    weaker: ground.weaker,
  })
  await prepare(plan, ground, company)
  journal.record({ kind: 'stage.database', ...(await serverSettings(ground.address)), ...ground.origin })
  show.progress(`ready in ${formatSeconds(Date.now() - startedAt)}`)
  show.begin()
  await performTurns({ ...company, plan, ground, runBy: runByOf(plan, show.progress) })
}

function runByOf({ options, profile, folder }: LocksPlan, progress: (line: string) => void): RunBy {
  const ofRole = profile === null ? undefined : settingsInForce(profile).lock_timeout
  const lockTimeoutMs = options.lockTimeout ?? (ofRole === undefined ? null : msOf(ofRole))
  return { lockTimeoutMs, direction: options.down === true ? 'down' : 'up', folder, progress }
}

/** `2s` and `2000`, as the server keeps a time that was set. */
function msOf(setting: string): number | null {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?$/.exec(setting) ?? []
  const factor = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 }[unit || 'ms'] ?? 1
  return number === '' ? null : Math.round(Number(number) * factor)
}

async function prepare({ profile, options }: LocksPlan, { address, runtime }: Ground, company: Company): Promise<void> {
  const { signal, show } = company
  if (profile !== null) {
    const given = Object.entries(await giveSettings(address, profile)).map(([name, value]) => `${name} ${value}`)
    show.progress(`production's settings: ${given.join(', ') || 'none'}`)
  }
  if (options.base === undefined) return
  const makeRoles = runtime !== 'database'
  for (const file of options.base) await applyBase({ address, file, makeRoles, progress: show.progress, signal })
  await using session = await connect(address, 'fulldress')
  // Autovacuum would have been here by now; without statistics plans are those of empty tables.
  await session.run('VACUUM ANALYZE')
}

async function performTurns(scene: Scene): Promise<void> {
  const trials = counter()
  const numbers = counter()
  const { turns } = scene.plan.programme
  for (let index = 0; index < turns.length; index++) {
    const turn = turns[index] as Turn
    if (turn.kind === 'command' || turn.examined) {
      const well = await examine(scene, turn, { number: numbers(), nextTrial: trials })
      // What comes after a migration that fails would fail for want of it.
      if (!well) return
    } else {
      const end = turns.findIndex((other, at) => at > index && isExamined(other))
      const quiet = turns.slice(index, end < 0 ? turns.length : end) as readonly ScriptTurn[]
      await applyQuietly(scene, quiet)
      index += quiet.length - 1
    }
  }
}

async function examine(
  scene: Scene,
  turn: ScriptTurn | CommandTurn,
  { number, nextTrial }: { readonly number: number; readonly nextTrial: () => number },
): Promise<boolean> {
  const { journal, plan, ground, runBy, signal, show } = scene
  const { options, profile, traffic } = plan
  let spoke = false
  const record = (fact: Fact) => {
    spoke ||= fact.kind === 'statement.traced'
    journal.record(fact)
  }
  const migration = turn.kind === 'script' ? scriptMigration(turn, runBy) : commandMigration(turn, runBy)
  // Before it changes anything: a function that it calls is looked up as it stands now.
  if (turn.kind === 'script')
    await scan(turn, { address: ground.address, number, lockTimeoutMs: runBy.lockTimeoutMs, record })
  const { rows, fill } = sizesFor(options.rows ?? null, profile)
  const { outcome, applied } = await examineMigration({
    server: ground.address,
    database: ground.address.database,
    migration,
    number,
    probed: options.probes && !(turn.kind === 'script' && dropsRoles(turn)),
    in: 'locks',
    holdMs: options.hold ?? profile?.transactions.p99Ms ?? HOLD_MS,
    stallLimitMs: STALL_LIMIT_MS,
    traffic,
    fillTo: rows,
    fill,
    record,
    progress: show.progress,
    signal,
    nextTrial,
  })
  signal.throwIfAborted()
  if (turn.kind === 'command' && !spoke) throw silent(turn)
  show.examined(number)
  if (outcome === 'completed' && !applied) await apply(migration, ground.address, signal)
  return outcome === 'completed'
}

async function apply(migration: Migration, address: DatabaseAddress, signal: AbortSignal): Promise<void> {
  await migration.run(address, { signal })
}

/** A role is the server's: none can be dropped on a clone while the database that was cloned gives it anything. */
function dropsRoles({ script }: ScriptTurn): boolean {
  return splitStatements(script.text).some(({ kind }) => kind === 'DropRoleStmt')
}

/** A tool that was configured for another database would be praised for what it never did to ours. */
function silent({ name }: CommandTurn): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected \`${name}\` to send statements to the database at DATABASE_URL, found none`,
    'let the command take its database from DATABASE_URL, or from PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE',
  )
}

async function applyQuietly({ ground, runBy, signal, show }: Scene, turns: readonly ScriptTurn[]): Promise<void> {
  const { lockTimeoutMs } = runBy
  const options = { address: ground.address, lockTimeoutMs, timeoutMs: PATIENCE_MS, progress: show.progress, signal }
  try {
    await applyScripts(
      turns.map(({ script }) => script),
      options,
    )
  } catch (error) {
    signal.throwIfAborted()
    throw new RehearsalError(
      'seed-failed',
      `expected the migrations before it to apply, stopped: ${describe(error)}`,
      'give the schema that they begin from with --base, and name the files that are not in it yet',
      error,
    )
  }
}

function isExamined(turn: Turn): boolean {
  return turn.kind === 'command' || turn.examined
}

function counter(): () => number {
  let last = 0
  return () => ++last
}
