import { describe } from '../errors.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Step } from '../model/step.ts'
import { forwardMs } from '../plan/plan-rehearsal.ts'
import type { Act, Company } from './act.ts'
import { pauseUntil } from './pause.ts'
import { onStage, type Scene } from './scene.ts'

type Swap = Extract<Step, { kind: 'service' }>

/**
 * Brings the new versions back after the old ones have written on the new schema, and has the same clients go on: so
 * the new versions read rows that the old ones wrote. Nothing else is undone, for code alone had gone back.
 */
export function forward(scene: Scene): Act {
  return {
    name: 'forward',
    runs: 'once-upgrading',
    async perform(company) {
      const failed = entriesOf(company.journal.read(), 'step.ended').some(({ act, ok }) => act === 'upgrade' && !ok)
      if (failed) return { status: 'skipped', summary: 'the upgrade had failed: nothing to go forward to' }
      const swaps = scene.plan.upgrade.filter((step): step is Swap => step.kind === 'service')
      for (const swap of swaps) {
        if (!(await performSwap(scene, swap, company)))
          return { status: 'failed', summary: 'a version did not come back' }
      }
      const traffic = onStage(scene, 'traffic')
      const fromMs = traffic.blockAfter(Date.now())
      const toMs = fromMs + forwardMs(scene.plan)
      await pauseUntil(fromMs, company.signal)
      await onStage(scene, 'copy').startPhase('forward')
      scene.part?.({ doing: 'steady traffic', fromMs, untilMs: toMs })
      await pauseUntil(toMs, company.signal)
      scene.part?.(null)
      await onStage(scene, 'watcher').fold()
      await traffic.phase('forward', fromMs, toMs)
      return { status: 'ok', summary: 'the new version read what the old one wrote' }
    },
  }
}

/** A version that does not come back is news about the upgrade, so it is recorded, not thrown. */
async function performSwap(scene: Scene, swap: Swap, { journal, interrupted }: Company): Promise<boolean> {
  const startedAt = Date.now()
  const reason = await onStage(scene, 'copy')
    .swap(swap)
    .then(
      () => null,
      (error: unknown) => describe(error),
    )
  interrupted.throwIfAborted()
  const times = { startedAt, endedAt: Date.now() }
  const outcome = reason === null ? { ok: true } : { ok: false, reason }
  journal.record({ kind: 'forward.swapped', label: swap.label, ...times, ...outcome })
  return reason === null
}
