import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Ended, journalOf, startFulldress } from '../../../bench/bars/fulldress.ts'
import type { Entry } from '../../../harness/model/evidence.ts'

const TINY = resolve(import.meta.dirname, '../../fixtures/tiny')

export interface Tiny extends Disposable {
  readonly spec: string
  readonly out: string
  /** Replaces a piece of the spec that must be there. */
  edit(from: string, to: string): void
  write(file: string, text: string): void
  rehearse(runtime: 'processes' | 'containers', env?: NodeJS.ProcessEnv): Promise<Ended>
  journal(): readonly Entry[]
}

/** A copy of the smallest rehearsal in a folder of its own, to be spoilt as a test likes. */
export function tiny(): Tiny {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-'))
  cpSync(TINY, folder, { recursive: true })
  const spec = join(folder, 'rehearsal.yaml')
  const out = join(folder, 'run')
  return {
    spec,
    out,
    edit(from, to) {
      const text = readFileSync(spec, 'utf8')
      if (!text.includes(from)) throw new Error(`the spec does not hold ${from}`)
      writeFileSync(
        spec,
        text.replace(from, () => to),
      )
    },
    write: (file, text) => writeFileSync(join(folder, file), text),
    rehearse: (runtime, env = process.env) =>
      startFulldress(['rehearse', spec, '--runtime', runtime, '--out', out], { env, limitSeconds: 120 }).ended,
    journal: () => journalOf(out),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
