import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Ended, journalOf, startFulldress } from '../../../bench/bars/fulldress.ts'
import type { Entry } from '../../../harness/model/evidence.ts'

const FIXTURE = resolve(import.meta.dirname, '../../fixtures/ways')
const MODULES = resolve(import.meta.dirname, '../../../node_modules')

/** What the fixture's service needs of ours, so that nothing has to be installed. */
const PG = /^(pg|pg-.*|pgpass|postgres-.*|split2|xtend)$/

export interface Ways extends Disposable {
  readonly out: string
  readonly folder: string
  spec(): string
  /** Replaces a piece of the spec that must be there. */
  edit(from: string, to: string): void
  rehearse(runtime: 'processes' | 'containers', ...more: readonly string[]): Promise<Ended>
  journal(): readonly Entry[]
}

/** A copy of the rehearsal of ways back in a folder of its own, to be spoilt as a test likes. */
export function ways(): Ways {
  const folder = mkdtempSync(join(tmpdir(), 'ways-'))
  cpSync(FIXTURE, folder, { recursive: true })
  for (const name of readdirSync(MODULES).filter((name) => PG.test(name)))
    cpSync(join(MODULES, name), join(folder, 'node_modules', name), { recursive: true })
  const spec = join(folder, 'rehearsal.yaml')
  const out = join(folder, 'run')
  return {
    out,
    folder,
    spec: () => readFileSync(spec, 'utf8'),
    edit(from, to) {
      const text = readFileSync(spec, 'utf8')
      if (!text.includes(from)) throw new Error(`the spec does not hold ${from}`)
      writeFileSync(
        spec,
        text.replace(from, () => to),
      )
    },
    rehearse: (runtime, ...more) =>
      startFulldress(['rehearse', spec, '--runtime', runtime, '--out', out, ...more], { limitSeconds: 900 }).ended,
    journal: () => journalOf(out),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
