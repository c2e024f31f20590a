import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '../../harness/model/evidence.ts'
import type { WayFigures } from '../../harness/model/facts-of-ways.ts'
import type { Finding, Verdict } from '../../harness/model/finding.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

export interface Started {
  readonly pid: number
  kill(signal: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv
  /** Nothing waits for ever: it is interrupted after this long, and killed half a minute later. */
  readonly limitSeconds?: number
}

/** Starts `fulldress` from the checkout, in the way a user's shell would. */
export function startFulldress(
  args: readonly string[],
  { env = process.env, limitSeconds = 240 }: StartOptions = {},
): Started {
  const startedAt = Date.now()
  const child = spawn(process.execPath, [join(ROOT, 'harness/cli.ts'), ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  const limits = [
    setTimeout(() => child.kill('SIGTERM'), limitSeconds * 1000),
    setTimeout(() => child.kill('SIGKILL'), (limitSeconds + 30) * 1000),
  ]
  const ended = new Promise<Ended>((done) => {
    child.on('close', (exitCode, signal) => {
      for (const limit of limits) clearTimeout(limit)
      done({ exitCode, signal, stdout, stderr, seconds: (Date.now() - startedAt) / 1000 })
    })
  })
  return { pid: child.pid ?? 0, kill: (signal) => child.kill(signal), ended }
}

export interface VerdictFile {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly ways?: readonly WayFigures[]
  readonly checks: readonly { readonly id: string; readonly ruling: string; readonly because: string }[]
}

/** A folder for one run, removed with the bar. */
export function runFolder(): { readonly folder: string } & Disposable {
  const parent = mkdtempSync(join(tmpdir(), 'bar-'))
  return { folder: join(parent, 'run'), [Symbol.dispose]: () => rmSync(parent, { recursive: true, force: true }) }
}

export function verdictOf(folder: string): VerdictFile {
  return JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8')) as VerdictFile
}

/** Entries recorded so far; half a line at the end is left out. */
export function journalOf(folder: string): readonly Entry[] {
  const file = join(folder, 'journal.jsonl')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Entry)
}

/** What everything that a run has on this machine is labelled with; `none` before it has begun. */
export function runOf(folder: string): string {
  const [first] = journalOf(folder)
  return first?.kind === 'rehearsal.started' ? first.run : 'none'
}

/** Waits until the journal holds such an entry; false where the run ends without. */
export async function reaches(
  folder: string,
  such: (entry: Entry) => boolean,
  ended: Promise<unknown>,
): Promise<boolean> {
  let over = false
  void ended.then(() => {
    over = true
  })
  while (!over) {
    if (journalOf(folder).some(such)) return true
    await sleep(100)
  }
  return journalOf(folder).some(such)
}

/** Blockers and concerns as `check subject`, sorted: what two runs must agree on. */
export function headlines(verdict: VerdictFile): readonly string[] {
  return verdict.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ check, severity, subject }) => `${severity} ${check} ${subject}`)
    .sort()
}
