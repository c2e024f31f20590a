import { askInvariant } from '../database/invariant.ts'
import { describe, RehearsalError } from '../errors.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { InvariantMoment } from '../model/facts-of-writes.ts'
import type { InvariantDescription } from '../model/invariant.ts'
import type { WayName } from '../model/step.ts'
import type { Company } from './act.ts'
import { onStage, type Scene } from './scene.ts'

/**
 * Asks the invariants that the schema of this moment can answer. One that does not hold before anything was upgraded is
 * the operator's to mend: it would say nothing about the upgrade.
 */
export async function askInvariants(scene: Scene, { journal }: Company, when: InvariantMoment): Promise<void> {
  const schema = schemaAt(when, scene.plan.rollback.way)
  for (const invariant of scene.plan.invariants) {
    if (invariant.on !== 'both' && invariant.on !== schema) continue
    const startedAt = Date.now()
    const outcome = await answerOf(scene, invariant)
    journal.record({
      kind: 'invariant.asked',
      invariant: invariant.name,
      when,
      tookMs: Date.now() - startedAt,
      outcome,
    })
    if (when === 'seeded') expectKept(invariant, outcome)
  }
}

function schemaAt(when: InvariantMoment, way: WayName): 'old' | 'new' {
  if (when === 'seeded') return 'old'
  return when === 'upgraded' || way === 'none' || way === 'code-only' ? 'new' : 'old'
}

type Outcome = EntryOf<'invariant.asked'>['outcome']

async function answerOf(scene: Scene, invariant: InvariantDescription): Promise<Outcome> {
  try {
    return await askInvariant(onStage(scene, 'copy').database, invariant)
  } catch (error) {
    return { was: 'not-asked', reason: describe(error) }
  }
}

function expectKept({ name }: InvariantDescription, outcome: Outcome): void {
  if (outcome.was === 'kept') return
  const found =
    outcome.was === 'not-asked'
      ? outcome.reason
      : `${outcome.more ? 'more than ' : ''}${outcome.rows} ${outcome.rows === 1 ? 'row' : 'rows'}: ${outcome.first.join('; ')}`
  throw new RehearsalError(
    'seed-failed',
    `expected invariant ${name} to return no row on the data set of the old version; found ${found}`,
    outcome.was === 'broken'
      ? 'mend the seed or the statement under `invariants`: what is broken from the start says nothing about the upgrade; `show: [column]` beside its `query` tells values that are masked with ?'
      : `mend the statement under \`invariants.${name}\`, give it more \`timeout\`, or say \`on: new\` where only the new schema can answer it`,
  )
}
