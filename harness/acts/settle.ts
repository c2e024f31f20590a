import { quiesce } from '../database/quiesce.ts'
import type { SteadyPhase } from '../model/act.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Trend } from '../traffic/pace.ts'
import type { Company } from './act.ts'
import { pauseUntil } from './pause.ts'
import { onStage, type Scene } from './scene.ts'

/** Samples of k6 come this much later than what they tell of. */
const SAMPLES_LATE_MS = 500
const LOOK_AGAIN_MS = 200
/** A slope that chance alone shows once in a hundred times, and that would move the block by a tenth. */
const BEYOND_CHANCE = 2.58
const WORTH_WAITING = 0.1

/**
 * Lets the copy come to rest before a steady phase: a checkpoint, then no autovacuum on user tables and a latency that
 * neither rises nor falls. Patience grows with the length of the acts; what did not come to rest is on record.
 */
export async function settle(scene: Scene, company: Company, phase: SteadyPhase): Promise<void> {
  const { signal, journal } = company
  const { actTimeMs, traffic: description } = scene.plan
  const startedAt = Date.now()
  const untilMs = startedAt + within(actTimeMs / 8, 2_500, 30_000)
  scene.part?.({ doing: 'settling', fromMs: startedAt, untilMs })
  const vacuumPatienceMs = within(actTimeMs / 2, 5_000, 60_000)
  const quiet = await quiesce(onStage(scene, 'copy').database, { timeoutMs: vacuumPatienceMs, signal })
  const overMs = within(description.blockMs, 2_000, 15_000)
  const trend = await flatten(scene, company, { overMs, untilMs })
  const flat = isFlat(trend)
  scene.part?.(null)
  journal.record({
    kind: 'phase.settled',
    phase,
    waitedMs: Date.now() - startedAt,
    vacuuming: quiet.vacuuming,
    vacuumEnded: quiet.settled,
    change: trend === null ? null : Number(trend.change.toFixed(4)),
    overMs,
    flat,
  })
  if (!quiet.settled) scene.progress(`${phase} begins while autovacuum works on ${quiet.vacuuming.join(', ')}`)
  if (!flat) scene.progress(`${phase} begins while latency still ${(trend?.change ?? 0) > 0 ? 'rises' : 'falls'}`)
}

/** Looks at the latest stretch until it is flat, and no older than the transition before. */
async function flatten(
  scene: Scene,
  { signal, journal }: Company,
  { overMs, untilMs }: { readonly overMs: number; readonly untilMs: number },
): Promise<Trend | null> {
  const sinceMs = entriesOf(journal.read(), 'traffic.phase').at(-1)?.toMs ?? 0
  for (;;) {
    const toMs = Date.now() - SAMPLES_LATE_MS
    const fromMs = Math.max(sinceMs, toMs - overMs)
    const trend = onStage(scene, 'traffic').trend(fromMs, toMs)
    const long = toMs - fromMs >= overMs
    if ((long && isFlat(trend)) || Date.now() >= untilMs) return trend
    await pauseUntil(Date.now() + LOOK_AGAIN_MS, signal)
  }
}

function isFlat(trend: Trend | null): boolean {
  return trend === null || Math.abs(trend.t) < BEYOND_CHANCE || Math.abs(trend.change) < WORTH_WAITING
}

function within(ms: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, ms))
}
