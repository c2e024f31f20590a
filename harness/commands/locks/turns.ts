import { examineMigration } from '../../companions/examine.ts'
import type { Migration } from '../../companions/migration.ts'
import { counter, HOLD_MS } from '../../companions/numbers.ts'
import { connect, type Session } from '../../database/session.ts'
import { describe, RehearsalError } from '../../errors.ts'
import { applyScripts } from '../../migrator/apply.ts'
import type { Fact } from '../../model/evidence.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { splitStatements } from '../../sql/split.ts'
import { needsEarlier } from '../ground/earlier.ts'
import { PATIENCE_MS } from '../ground/tool.ts'
import { commandMigration, scriptMigration } from './migration.ts'
import { type CommandTurn, isExamined, type ScriptTurn, type Turn } from './programme.ts'
import { scan } from './scan.ts'
import type { Scene } from './scene.ts'
import { sizesFor } from './sizes.ts'

/** Longest stall that counts as none. */
const STALL_LIMIT_MS = 500
/** Gives each script its turn. Ends at the first that fails: what comes after it would fail for want of it. */
export async function performTurns(scene: Scene): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const nextTrial = counter()
  const nextNumber = counter()
  const first = await firstNeeded(scene)
  // Without clones somebody may stay connected, which saves a hundred migrations a few hundred sessions.
  const staying = scene.plan.options.probes ? null : resources.use(await connect(scene.ground.address, 'fulldress'))
  const lookout = staying === null ? {} : { lookout: staying }
  const { turns } = scene.plan.programme
  for (let index = first; index < turns.length; index++) {
    const turn = turns[index] as Turn
    if (turn.kind === 'command' || turn.examined) {
      const well = await examine(scene, turn, { number: nextNumber(), nextTrial, ...lookout })
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
  { number, ...counted }: { readonly number: number; readonly nextTrial: () => number; readonly lookout?: Session },
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
  if (turn.kind === 'script') {
    const { lockTimeoutMs } = runBy
    await scan(turn, { address: ground.address, lookout: counted.lookout, number, lockTimeoutMs, record })
  }
  const { rows, fill } = sizesFor(options.rows ?? null, profile)
  const { outcome, applied } = await examineMigration({
    server: ground.address,
    database: ground.address.database,
    migration,
    number,
    probed: options.probes && !(turn.kind === 'script' && changesServer(turn)),
    in: 'locks',
    holdMs: options.hold ?? profile?.transactions.p99Ms ?? HOLD_MS,
    stallLimitMs: STALL_LIMIT_MS,
    traffic,
    fillTo: rows,
    fill,
    record,
    progress: show.progress,
    signal,
    ...counted,
  })
  signal.throwIfAborted()
  if (turn.kind === 'command' && !spoke) throw silent(turn)
  show.examined(number)
  if (outcome === 'completed' && !applied) await apply(migration, ground.address, signal)
  return outcome === 'completed'
}

async function apply(migration: Migration, address: DatabaseAddress, signal: AbortSignal): Promise<void> {
  try {
    await migration.run(address, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new RehearsalError(
      'seed-failed',
      `expected ${migration.name} to apply again where the next one begins, as it did on its clones, found: ${describe(error)}`,
      'it may change what belongs to the whole server, such as a tablespace: with --no-probes it runs once',
      error,
    )
  }
}

const OF_THE_SERVER: ReadonlySet<string> = new Set([
  'AlterSystemStmt',
  'CreatedbStmt',
  'CreateTableSpaceStmt',
  'DropdbStmt',
  'DropRoleStmt',
  'DropTableSpaceStmt',
])

/** What is the server's cannot be tried on clones: a role, say, goes only when no database gives it anything. */
function changesServer({ script }: ScriptTurn): boolean {
  return splitStatements(script.text).some(({ kind }) => OF_THE_SERVER.has(kind))
}

/** A tool that was configured for another database would be praised for what it never did to ours. */
function silent({ name }: CommandTurn): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected \`${name}\` to send statements to the database at DATABASE_URL, found none`,
    'let the command take its database from DATABASE_URL, or from PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE',
  )
}

/** The first turn to perform: what stands before all that are named may be in the base already. */
async function firstNeeded(scene: Scene): Promise<number> {
  const { turns } = scene.plan.programme
  const first = turns.findIndex(isExamined)
  const named = turns[first]
  if (first < 1 || named?.kind !== 'script' || named.direction === 'down' || changesServer(named)) return 0
  const { plan, ground, runBy, signal } = scene
  const { lockTimeoutMs } = runBy
  const based = plan.options.base !== undefined
  if (await needsEarlier(named.script, ground.address, { based, lockTimeoutMs, signal })) return 0
  const said = first === 1 ? 'the migration before it was' : `the ${first} migrations before it were`
  scene.show.progress(`${named.name} needs no more than --base: ${said} not applied`)
  return first
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
