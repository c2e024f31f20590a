import { dirname, resolve } from 'node:path'
import { refusePsqlSteps } from '../../migrator/psql-files.ts'
import { filesOf } from '../../plan/files.ts'
import type { Plan } from '../../plan/plan.ts'
import { planRehearsal } from '../../plan/plan-rehearsal.ts'
import { readSpec } from '../../spec/read.ts'
import { chooseRuntime, type Runtime, type RuntimeName, type RuntimeWish } from './runtime.ts'
import { type SettingUp, type SetUp, setUp } from './set-up.ts'

/** What may be said against the spec, by options of the command or of the library. */
export interface Wishes {
  /** Length of each steady act, in ms. */
  readonly actTime?: number | undefined
  readonly runtime: RuntimeWish
  readonly seed?: number | undefined
}

export interface Planned {
  readonly plan: Plan
  readonly runtime: Runtime
}

export interface Prepared extends SetUp {
  readonly plan: Plan
  readonly runtime: RuntimeName
}

/** What a spec asks for, and where it will be played. Rejects with a RehearsalError for what is to be mended. */
export async function planFor(file: string, { actTime, seed, runtime }: Wishes): Promise<Planned> {
  const plan = planRehearsal(await readSpec(resolve(file), process.env), { actTimeMs: actTime, seed })
  await refusePsqlSteps(filesOf(plan), dirname(plan.spec))
  return { plan, runtime: await chooseRuntime(runtime, plan.stage) }
}

/** From a spec to what can be performed: everything that may have to be downloaded is here afterwards, nothing was started. */
export async function prepareRehearsal(file: string, wishes: Wishes, settingUp: SettingUp): Promise<Prepared> {
  const { plan, runtime } = await planFor(file, wishes)
  const { k6, weaker, isolates } = await setUp(plan, runtime.name, settingUp)
  return { plan, runtime: runtime.name, k6, isolates, weaker: [...runtime.weaker, ...weaker] }
}
