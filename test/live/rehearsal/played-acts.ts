import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { programme } from '../../../harness/acts/index.ts'
import { newLabel } from '../../../harness/commands/rehearse/label.ts'
import { prepareRehearsal } from '../../../harness/commands/rehearse/prepare.ts'
import { startedFact } from '../../../harness/commands/rehearse/started.ts'
import { Journal } from '../../../harness/journal/journal.ts'
import type { ActName } from '../../../harness/model/act.ts'
import type { Entry } from '../../../harness/model/evidence.ts'
import { rehearse } from '../../../harness/rehearse.ts'

interface Play {
  readonly spec: string
  /** The run's folder. */
  readonly out: string
}

/** Performs these acts of a rehearsal and no other, for what has nothing to do with the rest. Resolves to what they recorded. */
export async function playActs(
  { spec, out }: Play,
  runtime: 'processes' | 'containers',
  acts: readonly ActName[],
): Promise<readonly Entry[]> {
  const { signal } = new AbortController()
  const progress = () => undefined
  const { plan, k6, weaker } = await prepareRehearsal(spec, { runtime }, { progress, signal })
  const setting = { plan, runtime, k6, folder: out, history: null, label: newLabel(), progress }
  mkdirSync(out, { recursive: true })
  using journal = new Journal(join(out, 'journal.jsonl'))
  journal.record(startedFact(plan, { ...setting, weaker }))
  const whole = programme(setting)
  await rehearse(
    whole.filter(({ name }) => acts.includes(name)),
    journal,
    signal,
  )
  return journal.read()
}
