import type { Plan } from '../../plan/plan.ts'
import { installPostgres } from '../../staging/postgres/install.ts'
import { prepareSources } from '../../staging/source.ts'
import { findK6 } from '../../traffic/find.ts'
import type { K6 } from '../../traffic/player.ts'
import type { RuntimeName } from './runtime.ts'

export interface SetUp {
  readonly k6: K6
  readonly weaker: readonly string[]
}

/** Everything that may have to be downloaded, before anything is started. */
export async function setUp(plan: Plan, runtime: RuntimeName, signal: AbortSignal): Promise<SetUp | { readonly exitCode: number }> {
  const progress = (line: string) => void process.stderr.write(`${line}\n`)
  const [k6] = await Promise.all([
    findK6({ env: process.env, progress, signal }),
    prepareSources(plan.stage, progress),
    runtime === 'processes' ? installPostgres(plan.stage.database.version, progress) : undefined,
  ])
  return { k6, weaker: [] }
}
