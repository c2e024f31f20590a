import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Entry } from '../../harness/model/evidence.ts'
import type { TroubledWrite } from '../../harness/model/facts-of-writes.ts'
import { type Ended, journalOf, startFulldress, type VerdictFile, verdictOf } from '../bars/fulldress.ts'
import { packagesOf } from './packages.ts'

/** Of the service's pool. */
const CONNECTIONS = 5

const ROOT = resolve(import.meta.dirname, '../..')

/** A copy of test/fixtures/writes in a folder of its own, to be spoilt and rehearsed. */
export interface WritesRehearsal extends Disposable {
  readonly folder: string
  /** Replaces a piece of the spec that must be there. */
  edit(from: string, to: string): void
  write(file: string, text: string): void
  rehearse(runtime: 'processes' | 'containers', ...flags: readonly string[]): Promise<Ended>
  journal(): readonly Entry[]
  verdict(): VerdictFile
  /** What became of writes that were acknowledged, as the audit lists them. */
  troubled(): readonly TroubledWrite[]
  /** Keys that the service, by its own logs, answered before it committed them and then never did. */
  neverCommitted(): ReadonlySet<string>
}

export function writesRehearsal(): WritesRehearsal {
  const folder = mkdtempSync(join(tmpdir(), 'writes-'))
  cpSync(join(ROOT, 'test/fixtures/writes'), folder, { recursive: true })
  for (const name of packagesOf('pg'))
    cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true })
  const [spec, script, out] = ['rehearsal.yaml', 'traffic.js', 'run'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const replace = (file: string, from: string, to: string) => {
    const text = readFileSync(file, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
    writeFileSync(
      file,
      text.replace(from, () => to),
    )
  }
  replace(script, "'LEDGER'", JSON.stringify(join(ROOT, 'scenarios/lib/ledger.ts')))
  return {
    folder,
    edit: (from, to) => replace(spec, from, to),
    write: (file, text) => writeFileSync(join(folder, file), text),
    rehearse: (runtime, ...flags) =>
      startFulldress(['rehearse', spec, '--runtime', runtime, '--out', out, ...flags], { limitSeconds: 400 }).ended,
    journal: () => journalOf(out),
    verdict: () => verdictOf(out),
    troubled: () => troubledIn(join(out, 'ledgers/notes.jsonl')),
    neverCommitted: () => {
      const [answered, committed] = ['answered', 'committed'].map((word) => said(word, join(out, 'logs')))
      return answered?.difference(committed ?? new Set()) ?? new Set()
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function said(word: string, logs: string): ReadonlySet<string> {
  const files = readdirSync(logs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
  const pattern = new RegExp(`${word} (note-[\\w-]+)`, 'g')
  return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, key]) => key ?? '')))
}

/**
 * What the audit lists as missing must all be uncommitted by the service's logs. A service that is killed while it commits
 * does not come to print it, so that of each of its connections one write may be there that its log does not know.
 */
export function exactKeys(rehearsal: WritesRehearsal): { readonly exact: boolean; readonly words: string } {
  const listed = new Set(rehearsal.troubled().map(({ key }) => key))
  const uncommitted = rehearsal.neverCommitted()
  const [wrong, unlisted] = [listed.difference(uncommitted), uncommitted.difference(listed)]
  const words = `${listed.size} keys listed, ${uncommitted.size} answered and never committed by its logs`
  return { exact: wrong.size === 0 && unlisted.size <= 2 * CONNECTIONS, words }
}

function troubledIn(file: string): readonly TroubledWrite[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as TroubledWrite)
  } catch {
    return []
  }
}
