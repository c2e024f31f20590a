import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import packageJson from '../../../package.json' with { type: 'json' }
import type { Setting } from '../../acts/scene.ts'
import type { Fact } from '../../model/evidence.ts'
import type { SideFile } from '../../model/side-file.ts'
import { stepsBack } from '../../model/step.ts'
import { commandsBack } from '../../plan/commands-back.ts'
import { plannedStates } from '../../plan/mixed-states.ts'
import type { Plan } from '../../plan/plan.ts'
import { toldSteps } from '../../plan/told-steps.ts'

/** The journal's first entry: what is about to be done, by whom, on which machine. The spec and a compose file are kept beside it. */
export function startedFact(
  plan: Plan,
  {
    folder,
    runtime,
    label,
    weaker,
  }: Pick<Setting, 'folder' | 'runtime' | 'label'> & { readonly weaker: readonly string[] },
): Fact {
  const { composeFile } = plan.stage
  const { rollback, traffic } = plan
  return {
    kind: 'rehearsal.started',
    rehearsal: plan.rehearsal,
    run: label.id,
    harness: packageJson.version,
    spec: keep(plan.spec, folder, 'rehearsal.yaml'),
    ...(composeFile === undefined ? {} : { compose: keep(composeFile, folder, 'compose.yaml') }),
    seed: plan.seed,
    runtime,
    weaker,
    actTimeMs: plan.actTimeMs,
    blockMs: traffic.blockMs,
    wayBack: rollback.way,
    pointOfNoReturn: rollback.pointOfNoReturn,
    ...(rollback.way === 'none' ? { reason: rollback.reason } : {}),
    upgradeSteps: plan.upgrade.map(({ label }) => label),
    rollbackSteps: stepsBack(rollback).map(({ label }) => label),
    steps: toldSteps(plan),
    ...(plan.change == null ? {} : { change: plan.change }),
    mixedStates: plannedStates(plan),
    commandsBack: commandsBack(plan).map(({ label }) => label),
    partners: plan.stage.partners.map(({ name }) => name),
    compares: true,
    ledgers: traffic.ledgers.map(({ name }) => name),
    invariants: plan.invariants.map(({ name, on }) => ({ name, on })),
    limits: plan.limits,
    host: {
      platform: `${process.platform} ${process.arch}`,
      cpus: availableParallelism(),
      memoryBytes: totalmem(),
      node: process.version,
    },
  }
}

/** A copy beside the journal, for what it was read from may change. */
function keep(path: string, folder: string, file: string): SideFile {
  copyFileSync(path, join(folder, file))
  return { file, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') }
}
