import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Entry } from '../../harness/model/evidence.ts'
import { packagesOf } from '../../test/live/packages.ts'
import { type Ended, headlines, journalOf, startFulldress, type VerdictFile, verdictOf } from './fulldress.ts'

const FIXTURES = resolve(import.meta.dirname, '../../test/fixtures')

export interface Played {
  readonly ended: Ended
  readonly verdict: VerdictFile
  readonly journal: readonly Entry[]
  /** Blockers as `check subject`, each once. */
  readonly blockers: readonly string[]
  /** Gating or not, what could not be answered: `check: because`. */
  readonly unknown: readonly string[]
}

/** Rehearses a spec of a bundled case in a copy of its folder, with the packages that its services need. */
export async function playCase(
  fixture: string,
  {
    spec,
    runtime,
    needs = [],
    edit = (text) => text,
    flags = [],
  }: {
    readonly spec: string
    readonly runtime: string
    readonly needs?: readonly string[]
    readonly edit?: (spec: string) => string
    readonly flags?: readonly string[]
  },
): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'case-'))
  try {
    cpSync(join(FIXTURES, fixture), folder, { recursive: true })
    for (const name of needs.flatMap((need) => [...packagesOf(need)]))
      cpSync(join('node_modules', name), join(folder, 'node_modules', name), { recursive: true })
    const file = join(folder, spec)
    writeFileSync(file, edit(readFileSync(file, 'utf8')))
    const out = join(folder, 'run')
    const args = ['rehearse', file, '--runtime', runtime, '--out', out, ...flags]
    const ended = await startFulldress(args, { limitSeconds: 400 }).ended
    if (!existsSync(join(out, 'verdict.json'))) throw new Error(`no verdict:\n${ended.stdout}${ended.stderr}`)
    const verdict = verdictOf(out)
    const blocking = headlines(verdict).filter((line) => line.startsWith('blocker '))
    return {
      ended,
      verdict,
      journal: journalOf(out),
      blockers: [...new Set(blocking.map((line) => line.slice('blocker '.length)))],
      unknown: verdict.checks
        .filter(({ ruling }) => ruling === 'unknown')
        .map(({ id, because }) => `${id}: ${because}`),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A bad case must be found by these and nothing else, and its good twin must end in GO. */
export interface Twins {
  readonly fixture: string
  readonly bad: string
  readonly good: string
  readonly blockers: readonly string[]
  readonly needs?: readonly string[]
  /** What makes another case of both specs, and what it is called then. */
  readonly edit?: (spec: string) => string
  readonly named?: string
}

/** Plays both twins in each runtime and prints a line for each; resolves to how many went otherwise. */
export async function playTwins(
  { fixture, bad, good, blockers, needs, edit, named }: Twins,
  runtimes: readonly string[],
): Promise<number> {
  let missed = 0
  for (const runtime of runtimes) {
    for (const [spec, expected, verdict] of [
      [bad, blockers, 'no-go'],
      [good, [], 'go'],
    ] as const) {
      const played = await playCase(fixture, { spec, runtime, ...(needs && { needs }), ...(edit && { edit }) })
      const holds = played.verdict.verdict === verdict && played.blockers.join() === expected.join()
      if (!holds) missed++
      const said = played.blockers.join('; ') || 'no blocker'
      console.log(
        `${holds ? 'holds ' : 'MISSED'} ${fixture}/${spec}${named === undefined ? '' : `, ${named},`} in ${runtime}: ${played.verdict.verdict}, ${said}, ${played.ended.seconds.toFixed(0)} s`,
      )
      if (!holds) for (const line of played.unknown) console.log(`  unknown ${line}`)
    }
  }
  return missed
}
