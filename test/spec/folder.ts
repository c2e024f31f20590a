import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { RehearsalError } from '../../harness/errors.ts'
import { readSpec } from '../../harness/spec/read.ts'
import type { Spec } from '../../harness/spec/spec.ts'

/** A folder of its own with a spec in it, removed when it goes out of scope. */
export interface SpecFolder extends Disposable {
  readonly folder: string
  readonly file: string
  read(env?: NodeJS.ProcessEnv): Promise<Spec>
  /** The complaints, one per line, without the file's name; `none` where the spec is fine. */
  complaints(env?: NodeJS.ProcessEnv): Promise<readonly string[]>
}

/** Whatever a spec may name, so that a test has to mention only what matters to it. */
const FILES = {
  'service/server.ts': '',
  'migrations/1_a.up.sql': '',
  'migrations/1_a.down.sql': '',
  'scenario.ts': '',
}

export function specFolder(spec: string, files: Readonly<Record<string, string>> = FILES): SpecFolder {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-spec-'))
  const file = join(folder, 'rehearsal.yaml')
  for (const [name, content] of Object.entries({ ...files, 'rehearsal.yaml': spec })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  const read = (env: NodeJS.ProcessEnv = {}) => readSpec(file, env)
  return {
    folder,
    file,
    read,
    complaints: async (env) => {
      const error: unknown = await read(env).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (error === undefined) return ['none']
      if (!(error instanceof RehearsalError)) throw error
      return error.message.split('\n').map((line) => line.replace(`${file}:`, ''))
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A spec that is fine, to which a test adds what it is about. Its last line is line 5. */
export const MINIMAL = `rehearsal: small
traffic:
  scenarios:
    all: { script: scenario.ts, rate: 1/s }
upgrade: { steps: [] }
`
