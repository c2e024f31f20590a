import { dirname } from 'node:path'
import { describe } from '../errors.ts'
import { applySql } from '../migrator/apply.ts'
import type { ScriptsProved } from '../model/facts-of-comparison.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Command, Step } from '../model/step.ts'
import type { Company } from './act.ts'
import type { Scene } from './scene.ts'
import { runCommand } from './steps.ts'

/** A step `run` that ended badly on a clone, where services are not swapped. */
export class ScriptFailed extends Error {
  readonly label: string

  constructor(label: string, cause: unknown) {
    super(describe(cause), { cause })
    this.label = label
  }
}

/** Rows are then proved without any script, and what was to be performed is not proved. */
export function withoutScripts(
  upgrade: readonly Step[],
  { performed }: ScriptsProved,
  { label }: ScriptFailed,
): ScriptsProved {
  const unproved = upgrade.filter((step) => step.kind === 'run' && performed.includes(step.label))
  return { performed: [], unproved: unproved.map((step) => step.label), because: [], failed: label }
}

/**
 * Performs migrations, and scripts that are to be performed, on a clone. Resolves to the first server error that a tool
 * printed and yet exited with 0; rejects with ScriptFailed where a script ends badly.
 */
export async function go(
  scene: Scene,
  { signal }: Company,
  {
    clone,
    steps,
    scripts,
  }: { readonly clone: DatabaseAddress; readonly steps: readonly Step[]; readonly scripts: ScriptsProved },
): Promise<string | undefined> {
  const root = dirname(scene.plan.spec)
  let complaint: string | undefined
  for (const [index, step] of steps.entries()) {
    const command = commandOf(step, scripts)
    if (command !== null) {
      const { database } = clone
      const said = await runCommand(scene, command, `probe-${index + 1}`, signal, { database }).catch(
        (error: unknown) => {
          throw step.kind === 'run' && !signal.aborted ? new ScriptFailed(step.label, error) : error
        },
      )
      complaint ??= said
    } else if (step.kind === 'migrate' && 'sql' in step)
      await applySql({ address: clone, sql: step.sql, root, recordAs: null, progress: scene.progress, signal })
  }
  return complaint
}

/** Whatever else speaks to the database alone is performed like a migration; services and all others would meet the live copy. */
function commandOf(step: Step, { performed }: ScriptsProved): Command | null {
  if (step.kind === 'migrate') return 'tool' in step ? step.tool : null
  return step.kind === 'run' && performed.includes(step.label) ? step.run : null
}
