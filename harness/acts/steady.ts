import { watchLocks } from '../locks/watcher/watcher.ts'
import type { SteadyPhase } from '../model/act.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { judgedQuantile } from '../model/judged-quantile.ts'
import { watchMachine } from '../staging/machine/watch.ts'
import { startTraffic } from '../traffic/player.ts'
import type { Act, Company } from './act.ts'
import { askInvariants } from './invariants.ts'
import { tryLedgers } from './ledgers.ts'
import { pauseUntil } from './pause.ts'
import { readingOf } from './reading.ts'
import { onStage, type Scene } from './scene.ts'
import { settle } from './settle.ts'
import { takeSnapshot } from './snapshot.ts'

/** Sends steady traffic for the act time, in whole blocks, once the database has settled. */
export function steady(scene: Scene, name: SteadyPhase): Act {
  return {
    name,
    runs: name === 'restored' ? 'once-upgrading' : 'while-well',
    async perform(company) {
      if (name === 'baseline') await raiseTraffic(scene, company)
      const traffic = onStage(scene, 'traffic')
      await settle(scene, company, name)
      using machine = watchMachine(scene.runtime)
      const fromMs = traffic.blockAfter(Date.now())
      const toMs =
        fromMs + Math.max(1, Math.round(scene.plan.actTimeMs / scene.plan.traffic.blockMs)) * scene.plan.traffic.blockMs
      await pauseUntil(fromMs, company.signal)
      await onStage(scene, 'copy').startPhase(name)
      scene.part?.({ doing: 'steady traffic', fromMs, untilMs: toMs })
      await pauseUntil(toMs, company.signal)
      company.journal.record({ kind: 'machine.pace', phase: name, ...machine.end() })
      scene.part?.(null)
      await onStage(scene, 'watcher').fold()
      await traffic.phase(name, fromMs, toMs)
      // Between two acts, so that no judged request meets what is asked here.
      if (name === 'baseline') await tryLedgers(scene, company)
      if (name === 'baseline') await takeSnapshot(scene, company)
      if (name === 'soak') await askInvariants(scene, company, 'upgraded')
      return { status: 'ok', summary: summarise(company.journal.read(), name) }
    },
  }
}

async function raiseTraffic(scene: Scene, { journal, signal, resources, peril }: Company): Promise<void> {
  const copy = onStage(scene, 'copy')
  const record = journal.record.bind(journal)
  const { plan, folder, k6 } = scene
  const filled = Object.fromEntries(
    Object.entries(plan.traffic.environment).map(([key, value]) => [key, copy.fill(value)]),
  )
  scene.watcher = await watchLocks({ address: copy.database, folder, name: 'live', intervalMs: 10, record })
  // A restore of the database puts another watcher in its place.
  resources.defer(async () => scene.watcher?.[Symbol.asyncDispose]())
  await scene.watcher.during('steady')
  scene.traffic = resources.use(
    await startTraffic({
      k6,
      description: { ...plan.traffic, environment: filled },
      frontIp: copy.frontIp,
      folder,
      record,
      signal,
    }),
  )
  peril(scene.traffic.failure)
  scene.onAir?.(() => readingOf(scene))
  const warmMs = scene.traffic.blockAfter(Date.now()) + plan.warmUpMs
  scene.part?.({ doing: 'warm-up', fromMs: Date.now(), untilMs: warmMs })
  await pauseUntil(warmMs, signal)
}

function summarise(entries: readonly Entry[], name: SteadyPhase): string {
  const phase = entriesOf(entries, 'traffic.phase').findLast((entry) => entry.phase === name)
  const requests = phase?.endpoints.reduce((sum, { requests }) => sum + requests, 0) ?? 0
  if (phase === undefined || requests === 0) return 'no requests seen'
  const failed = phase.endpoints.reduce((sum, { failed }) => sum + failed, 0)
  const judged = phase.endpoints.flatMap((one) => judgedQuantile(one) ?? [])
  // Of one quantile, the highest that any endpoint has: a p50 beside another act's p90 would look like an improvement.
  const [slowest] = judged.toSorted((one, other) => other.name.localeCompare(one.name) || other.ms - one.ms)
  const quantile = slowest === undefined ? '' : `slowest ${slowest.name} ${slowest.ms.toFixed(0)} ms, `
  return `${requests} requests, ${quantile}${((100 * failed) / requests).toFixed(2)} % errors`
}
