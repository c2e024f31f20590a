import { setTimeout as sleep } from 'node:timers/promises'
import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { attempt } from './attempts.ts'
import { type Beside, type Companion, openCompanion } from './companion.ts'
import { harmOf } from './harm.ts'
import { type Loop, now, type Rhythm, startLoop } from './loop.ts'
import type { Migration } from './migration.ts'
import { watchObstruction } from './obstruction.ts'
import type { Script } from './script.ts'
import { stallsOf } from './stalls.ts'
import type { Target } from './targets.ts'

/** One run of a migration beside others, on a clone of its own. */
export interface Trial {
  readonly trial: number
  readonly scenario: Beside | 'traffic'
  readonly migration: Migration
  readonly clone: DatabaseAddress
  readonly server: DatabaseAddress
  readonly targets: readonly Target[]
  /** Probes and traffic; whose stalls are measured. */
  readonly rhythms: readonly Rhythm[]
  /** As the run alone was traced. */
  readonly script: Script
  readonly holdMs: number
  readonly limitMs: number
  readonly signal: AbortSignal
  readonly record: Recorder
}

export interface Tried {
  /** Longest wait of a probe that nobody was seen to cause. */
  readonly unexplainedMs: number
  /** Statements of which not one succeeded before the migration began, with the reason. */
  readonly idle: readonly { readonly what: string; readonly reason: string }[]
}

/** Everybody has done his part a few times before the migration begins: that is what is usual. */
const SETTLE_MS = 300
const SETTLE_AT_MOST_MS = 3_000

/** How long it is looked on afterwards. */
const AFTERMATH_MS = 300

/** Companions let go so long after the migration gave up. */
const AFTER_GIVING_UP_MS = 300

const TRIES = 3

/** Runs the migration beside others, and records what they felt and how it ended. */
export async function performTrial(options: Trial): Promise<Tried> {
  const { trial, migration, clone, rhythms, script, signal, record, limitMs } = options
  await using stage = new AsyncDisposableStack()
  const watch = await watchObstruction({ server: options.server, clone, intervalMs: 10 })
  stage.defer(() => watch.stop())
  const companion = await companionOf(options)
  stage.defer(() => companion.letGo())
  const loops = await startLoops(clone, rhythms)
  stage.defer(async () => void (await Promise.all(loops.map((loop) => loop.stop()))))
  for (const pid of [...companion.pids, ...loops.map((loop) => loop.pid)]) watch.admit(pid)
  await settle([...loops, ...companion.loops], signal)
  const fromMs = now()
  const held = setTimeout(() => void makeWay(options, companion), options.holdMs)
  stage.defer(() => clearTimeout(held))
  const ended = await attempt({
    ...{ migration, address: clone, signal, limitMs, tries: TRIES },
    async makeWay() {
      await sleep(AFTER_GIVING_UP_MS, undefined, { signal })
      await makeWay(options, companion)
    },
  })
  const toMs = now()
  await sleep(AFTERMATH_MS, undefined, { signal })
  await Promise.all([...loops, ...companion.loops].map((loop) => loop.stop()))
  await watch.stop()
  const stalls = stallsOf({ trial, loops, seen: watch.seen, script, fromMs })
  for (const fact of stalls.facts) record(fact)
  for (const fact of harmOf({ trial, loops: [...loops, ...companion.loops], script, fromMs, toMs })) record(fact)
  record({ kind: 'trial.ended', trial, ...ended })
  return { unexplainedMs: stalls.unexplainedMs, idle: idleOf(loops, fromMs) }
}

const NOBODY: Companion = { pids: [], loops: [], letGo: async () => undefined }

async function companionOf({ scenario, clone, targets }: Trial): Promise<Companion> {
  return scenario === 'traffic' ? NOBODY : openCompanion(clone, scenario, targets)
}

/** A client with prepared statements is in nobody's way, and shall meet what the next attempt does. */
async function makeWay({ scenario }: Trial, companion: Companion): Promise<void> {
  if (scenario !== 'prepared') await companion.letGo()
}

async function startLoops(address: DatabaseAddress, rhythms: readonly Rhythm[]): Promise<readonly Loop[]> {
  const started = await Promise.allSettled(rhythms.map((rhythm) => startLoop(address, rhythm)))
  const loops = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find((one) => one.status === 'rejected')
  if (failed === undefined) return loops
  await Promise.all(loops.map((loop) => loop.stop()))
  throw failed.reason
}

async function settle(loops: readonly Loop[], signal: AbortSignal): Promise<void> {
  const deadline = now() + SETTLE_AT_MOST_MS
  await sleep(SETTLE_MS, undefined, { signal })
  while (now() < deadline && loops.some(({ beats }) => beats.length < 3)) await sleep(50, undefined, { signal })
}

function idleOf(loops: readonly Loop[], fromMs: number): Tried['idle'] {
  return loops.flatMap(({ rhythm, beats }) => {
    const before = beats.filter(({ toMs }) => toMs <= fromMs)
    if (before.some(({ error }) => error === null)) return []
    return [{ what: rhythm.what, reason: before.at(-1)?.error?.message ?? 'it was never answered' }]
  })
}
