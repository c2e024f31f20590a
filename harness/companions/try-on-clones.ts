import { describe } from '../errors.ts'
import type { Scenario } from '../model/facts-of-trials.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Clones } from './clones.ts'
import type { Beside } from './companion.ts'
import { namedByColumn, needsTraffic, notProbed, notTold, type Untested } from './coverage.ts'
import type { Examination } from './examination.ts'
import { fillClone, runFilled, sizesFor } from './filled.ts'
import { heard } from './heard.ts'
import type { Rhythm } from './loop.ts'
import { probesOf, trafficRhythms } from './rhythms.ts'
import { runTwice } from './runners.ts'
import { touchedBy } from './script.ts'
import { type Separation, separationOf } from './separation.ts'
import { findTargets, mostStronglyLocked, type Target, usedByClients } from './targets.ts'
import type { TracedRun } from './traced-run.ts'
import { performTrial } from './trial.ts'
import { untoldStatement } from './unseen.ts'
import { roomFor, wavesOf } from './waves.ts'

/** The run alone, and the clone on which it ran. */
export interface Given {
  readonly alone: TracedRun
  readonly clone: DatabaseAddress
}

interface Stage extends Given {
  readonly examination: Examination
  readonly clones: Clones
  readonly targets: readonly Target[]
  readonly rhythms: readonly Rhythm[]
  readonly limitMs: number
}

interface Part {
  readonly scenario: Scenario
  readonly sessions: number
  perform(): Promise<Untested>
}

/** A machine that is shared by several trials is slower than one that ran alone. */
const SLOWER = 20
const LEAST_LIMIT_MS = 60_000

/** Tries the migration on clones beside others. Tells what could not be exercised. */
export async function tryOnClones(examination: Examination, clones: Clones, given: Given): Promise<Untested> {
  const { alone } = given
  const { traffic, server, fillTo, holdMs, number: migration } = examination
  const separation = separationOf(alone.script)
  if (separation === 'once')
    return ['nothing was beside it: it changes what belongs to the whole server, and so can run only once']
  const all = usedByClients(await targetsOf(clones, alone), examination.migration.source)
  const targets = mostStronglyLocked(all)
  const rhythms = [...probesOf(targets), ...trafficRhythms(traffic)]
  const limitMs = Math.max(LEAST_LIMIT_MS, alone.tookMs * SLOWER) + holdMs
  const stage: Stage = { ...given, examination, clones, targets, rhythms, limitMs }
  const byColumn = namedByColumn(targets, traffic)
  if (byColumn.length > 0) examination.record({ kind: 'statements.given', migration, byColumn })
  const untested = [...notProbed(all, targets), ...needsTraffic(targets, traffic)]
  const inTurn = separation === 'in-turn'
  const room = inTurn ? 0 : await roomFor(server)
  // Alone in time: what it makes of stalls shall be the migration's own, and not that of five at once.
  const first = rhythms.length === 0 ? [] : [beside(stage, 'traffic')]
  for (const wave of [first, ...wavesOf(companions(stage, separation), room)]) {
    if (inTurn) await clones.clear()
    for (const told of await Promise.all(wave.map((part) => perform(stage, part)))) untested.push(...told)
  }
  if (inTurn) await clones.clear()
  if (targets.length === 0) untested.push(noCompanion(examination, alone))
  if (inTurn) untested.push('no second runner was beside it: it makes roles, which belong to the whole server')
  untested.push(...(await runFilled(examination, clones, { targets, tables: alone.tables })))
  if (fillTo !== null && targets.length > 0) untested.push(...(await perform(stage, atSize(stage, fillTo))))
  return untested
}

/**
 * Why nobody stood beside it. A lock that was given back between two samples is not none: the trial counts as one that
 * could not be performed.
 */
function noCompanion({ record, number: migration }: Examination, { script, tables }: TracedRun): string {
  const untold = untoldStatement(script, tables)
  if (untold === null) return 'no companion was beside it: it locks nothing that was there before'
  const { place, masked } = untold
  const where = place === null ? masked.slice(0, 60) : `${place.file}:${place.line}`
  const reason = `no lock of ${where} was seen while it was sampled, and its text names none`
  record({ kind: 'trial.broken', migration, scenario: 'traffic', reason })
  return `no companion was beside it: ${reason}`
}

function companions(stage: Stage, separation: Separation): readonly Part[] {
  const { targets } = stage
  const runners = separation === 'apart' ? [secondRunner(stage)] : []
  if (targets.length === 0) return runners
  const holding = (['long-reader', 'idle-writer'] as const).map((scenario) => beside(stage, scenario))
  const looping = (['opposite-order', 'prepared'] as const).map((scenario) =>
    beside({ ...stage, rhythms: [] }, scenario),
  )
  return [...holding, ...runners, ...looping]
}

/** A trial that cannot be performed is told, and costs us no other. */
async function perform({ examination }: Stage, part: Part): Promise<Untested> {
  const { record, signal, number: migration } = examination
  try {
    return await part.perform()
  } catch (error) {
    signal.throwIfAborted()
    record({ kind: 'trial.broken', migration, scenario: part.scenario, reason: describe(error) })
    return []
  }
}

async function targetsOf(clones: Clones, { script, columnsGone }: TracedRun): Promise<readonly Target[]> {
  const before = await clones.make()
  const targets = await findTargets(before, touchedBy(script), columnsGone)
  await clones.drop(before)
  return targets
}

/** Sessions of the migration, the watch and a companion, beside those that loop. */
const OTHER_SESSIONS = 5

function beside(stage: Stage, scenario: Beside | 'traffic'): Part {
  return {
    scenario,
    sessions: stage.rhythms.length + OTHER_SESSIONS,
    async perform() {
      const clone = await stage.clones.make()
      const told = await tryBeside(stage, { scenario, clone, rows: null })
      await stage.clones.drop(clone)
      return told
    },
  }
}

/** Stalls where the tables are as large as production's, or as large as can be filled. */
function atSize(stage: Stage, rows: number): Part {
  const { examination, clones, targets } = stage
  return {
    scenario: 'traffic',
    sessions: 0,
    async perform() {
      const [, larger] = sizesFor(rows)
      const { clone } = await fillClone(examination, clones, { targets, rows: larger })
      const told = await tryBeside(stage, { scenario: 'traffic', clone, rows: larger })
      await clones.drop(clone)
      return told
    },
  }
}

interface Setting {
  readonly scenario: Beside | 'traffic'
  readonly clone: DatabaseAddress
  readonly rows: number | null
}

async function tryBeside(stage: Stage, { scenario, clone, rows }: Setting): Promise<Untested> {
  const { examination, alone, targets, rhythms, limitMs } = stage
  const { record, number: migration, signal, server, holdMs, stallLimitMs, nextTrial } = examination
  const trial = nextTrial()
  record({ kind: 'trial.started', trial, migration, scenario, rows, touched: targets.map(({ relation }) => relation) })
  const tried = await performTrial({
    ...{ trial, scenario, migration: heard(examination.migration), clone, server, targets, rhythms },
    ...{ script: alone.script, holdMs, limitMs, signal, record },
  })
  return notTold(scenario, tried, stallLimitMs)
}

function secondRunner(stage: Stage): Part {
  const { examination, clones, limitMs } = stage
  const { record, migration, number, signal, nextTrial } = examination
  return {
    scenario: 'second-runner',
    sessions: OTHER_SESSIONS,
    async perform() {
      const [twins, again] = [await clones.make(), await clones.make()]
      const trial = nextTrial()
      const touched = stage.targets.map(({ relation }) => relation)
      record({ kind: 'trial.started', trial, migration: number, scenario: 'second-runner', rows: null, touched })
      await migration.run(again, { signal })
      await runTwice({ trial, migration, twins, once: [stage.clone, again], limitMs, signal, record })
      await clones.drop(twins)
      await clones.drop(again)
      return []
    },
  }
}
