import { findEngine } from '../../staging/containers/engine.ts'

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

/** `auto` takes containers where an engine answers, else processes. */
export async function chooseRuntime(wish: RuntimeWish): Promise<Runtime> {
  const name = wish === 'auto' ? await whatAnswers() : wish
  return { name, weaker: name === 'processes' ? PROCESSES_ARE_WEAKER : [] }
}

async function whatAnswers(): Promise<RuntimeName> {
  try {
    await findEngine()
    return 'containers'
  } catch {
    return 'processes'
  }
}
