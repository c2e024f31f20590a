import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { journalOf } from '../../../bench/bars/fulldress.ts'
import type { Entry } from '../../../harness/model/evidence.ts'
import { packagesOf } from '../packages.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const MODULES = resolve(import.meta.dirname, '../../../node_modules')

/** A rehearsal of test/fixtures in a folder of its own, to be spoilt as a test likes. */
export interface FixtureCopy extends Disposable {
  readonly folder: string
  readonly spec: string
  readonly out: string
  text(): string
  /** Replaces a piece of the spec that must be there. */
  edit(from: string, to: string): void
  write(file: string, text: string): void
  journal(): readonly Entry[]
}

/** Later fixtures lay their files over those of earlier ones. `needs` are packages of ours, so that nothing has to be installed. */
export function copyFixtures(names: readonly string[], needs: readonly string[] = []): FixtureCopy {
  const folder = mkdtempSync(join(tmpdir(), `${names.at(-1)}-`))
  for (const name of names) cpSync(join(FIXTURES, name), folder, { recursive: true })
  for (const name of needs.flatMap((need) => [...packagesOf(need)]))
    cpSync(join(MODULES, name), join(folder, 'node_modules', name), { recursive: true })
  const [spec, out] = [join(folder, 'rehearsal.yaml'), join(folder, 'run')]
  const text = () => readFileSync(spec, 'utf8')
  return {
    ...{ folder, spec, out, text },
    edit(from, to) {
      if (!text().includes(from)) throw new Error(`the spec does not hold ${from}`)
      writeFileSync(
        spec,
        text().replace(from, () => to),
      )
    },
    write: (file, content) => writeFileSync(join(folder, file), content),
    journal: () => journalOf(out),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
