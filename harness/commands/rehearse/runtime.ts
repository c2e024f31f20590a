import { describe, RehearsalError } from '../../errors.ts'
import type { StageDescription } from '../../model/stage.ts'
import { findEngine } from '../../staging/containers/engine.ts'
import { withoutProcessForm } from '../../staging/process-form.ts'

export type RuntimeWish = 'auto' | 'containers' | 'processes'
export type RuntimeName = Exclude<RuntimeWish, 'auto'>

export interface Runtime {
  readonly name: RuntimeName
  /** What this runtime cannot show that the other could, one sentence each. */
  readonly weaker: readonly string[]
}

const PROCESSES_ARE_WEAKER = [
  'services and database share this machine’s libraries, clock and processors; their images are not rehearsed',
]

/**
 * `auto` takes containers where an engine answers, else processes. Rejects (`usage`, or `engine-missing`) where a compose
 * file's stage would have to be processes.
 */
export async function chooseRuntime(wish: RuntimeWish, stage: StageDescription): Promise<Runtime> {
  const without = withoutProcessForm(stage)
  if (wish === 'processes' && without.length > 0) {
    throw new RehearsalError(
      'usage',
      `expected a stage that can run as processes, found a compose file of which ${without.join(', ')}`,
      'rehearse with --runtime containers, or leave services out with stage.compose.without and give the others a `source` and a `command`',
    )
  }
  if (wish === 'auto' && without.length > 0) await needEngine(without)
  const name = wish === 'auto' ? await whatAnswers() : wish
  return { name, weaker: name === 'processes' ? PROCESSES_ARE_WEAKER : [] }
}

/** Where only containers will do, the lack of an engine is told with what needs it. */
async function needEngine(without: readonly string[]): Promise<void> {
  await findEngine().catch((error: unknown) => {
    const why = `${describe(error)}; this stage cannot run as processes: ${without.join(', ')}`
    throw new RehearsalError('engine-missing', why, 'start Docker', error)
  })
}

async function whatAnswers(): Promise<RuntimeName> {
  try {
    await findEngine()
    return 'containers'
  } catch {
    return 'processes'
  }
}
