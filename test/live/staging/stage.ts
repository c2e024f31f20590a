import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fact } from '../../../harness/model/evidence.ts'
import type { StageDescription } from '../../../harness/model/stage.ts'
import type { Command } from '../../../harness/model/step.ts'
import type { StagingCopy } from '../../../harness/staging/copy.ts'
import { startStaging } from '../../../harness/staging/index.ts'

export interface Staged extends AsyncDisposable {
  readonly copy: StagingCopy
  readonly facts: readonly Fact[]
  readonly folder: string
  readonly id: string
}

/** A staging copy in a folder of its own, all of which ends with the test. */
export async function staged(runtime: 'containers' | 'processes', description: StageDescription): Promise<Staged> {
  const folder = await mkdtemp(join(tmpdir(), 'fulldress-test-'))
  const facts: Fact[] = []
  const id = randomBytes(3).toString('hex')
  const copy = await startStaging(runtime, {
    description,
    run: { id, pid: process.pid },
    folder,
    seed: 7,
    record: (fact) => void facts.push(fact),
    progress: () => undefined,
    signal: new AbortController().signal,
  })
  const end = async () => {
    await copy[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
  return { copy, facts, folder, id, [Symbol.asyncDispose]: end }
}

export function command(text: string, change: Partial<Command> = {}): Command {
  return { command: text, told: text, environment: {}, timeoutMs: 20_000, in: null, cwd: tmpdir(), ...change }
}
