import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { startFulldress, verdictOf } from '../bars/fulldress.ts'
import { type Case, CORPUS } from './cases.ts'

const ROOT = resolve(CORPUS, '../..')

/** What `fulldress locks` says of one migration. */
export interface Told {
  readonly exitCode: number | null
  readonly alarm: boolean
  /** `check subject: summary` of each blocker. */
  readonly blockers: readonly string[]
  /** The one or more blockers name a line of the migration. */
  readonly placed: boolean
  readonly seconds: number
  /** What it printed last, where it found no answer. */
  readonly trouble: string
}

/** Runs it as a developer would: the base, the application's statements, nothing else configured. */
export async function askFulldress(one: Case): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  try {
    const out = join(folder, 'run')
    const traffic = join(folder, 'traffic.sql')
    writeFileSync(traffic, one.traffic)
    const own = join(folder, 'base.sql')
    writeFileSync(own, one.ownBase)
    const bases = ['--base', join(CORPUS, 'base.sql'), ...(one.ownBase === '' ? [] : ['--base', own])]
    const args = ['locks', relative(ROOT, one.file), ...bases, '--traffic', traffic, '--out', out]
    const { exitCode, seconds, stderr, stdout } = await startFulldress(args).ended
    const blockers = existsSync(join(out, 'verdict.json'))
      ? verdictOf(out).findings.filter(({ severity }) => severity === 'blocker')
      : []
    return {
      exitCode,
      alarm: exitCode === 1,
      blockers: blockers.map(({ check, subject, summary }) => `${check} ${subject}: ${summary}`),
      placed: blockers.some(({ subject }) => /migration\.sql:\d+$/.test(subject)),
      seconds: Math.round(seconds),
      trouble: exitCode === 0 || exitCode === 1 ? '' : (stderr || stdout).trim().split('\n').slice(-3).join(' '),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
