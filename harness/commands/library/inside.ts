import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { judge } from '../../checks/judge.ts'
import { followJournal } from '../../journal/follow.ts'
import { readJournal } from '../../journal/read.ts'
import { entriesOf } from '../../model/evidence.ts'
import { type RunResult, run } from '../../process/run.ts'
import { CODE_FOLDER } from '../../staging/code.ts'
import { isolatedProgram } from '../../staging/namespace.ts'
import type { Performed } from '../rehearse/perform.ts'
import type { Prepared } from '../rehearse/prepare.ts'
import type { Given } from './given.ts'

/** Our own command, as what we are: `.ts` in a checkout, `.js` in the published package. */
const PROGRAM = join(CODE_FOLDER, `cli${extname(fileURLToPath(import.meta.url))}`)

const FOLLOWING_MS = 200
const CLEAN_UP_MS = 60_000
/** Nothing of ours waits for ever, and no rehearsal takes so long. */
const LONGEST_MS = 7 * 24 * 3_600_000

/** What tells others of a run: the command's to do, where it is run as a command. */
const TELLS_OTHERS = ['GITHUB_STEP_SUMMARY', 'FULLDRESS_NOTIFY']

/** Has our own command perform the rehearsal, in a namespace without a way out, and follows its journal meanwhile. */
export async function performInside({ plan, k6 }: Prepared, given: Given): Promise<Performed> {
  const { folder, hear, signal } = given
  const file = join(folder, 'journal.jsonl')
  const wishes = ['--act-time', `${plan.actTimeMs}ms`, '--seed', `${plan.seed}`, '--runtime', 'processes']
  const argv = [process.execPath, PROGRAM, 'rehearse', plan.spec, ...wishes, '--out', folder, '--json']
  const quiet = Object.entries(process.env).filter(([name]) => !TELLS_OTHERS.includes(name))
  const { command, args, env } = isolatedProgram(argv, { ...Object.fromEntries(quiet), K6_BIN: k6.path })
  const next = followJournal(file)
  const following = setInterval(() => next().forEach(hear), FOLLOWING_MS)
  const ended = await run(command, args, { env, signal, graceMs: CLEAN_UP_MS, timeoutMs: LONGEST_MS })
  clearInterval(following)
  signal.throwIfAborted()
  next().forEach(hear)
  return performedIn(file, ended)
}

function performedIn(file: string, { exitCode, signal, tail }: RunResult): Performed {
  const entries = existsSync(file) ? readJournal(file).entries : []
  const told = ['rehearsal.ended', 'operator.must.act', 'harness.failed'] as const
  if (told.some((kind) => entriesOf(entries, kind).length > 0)) return { entries, judgement: judge(entries) }
  throw new Error(`the rehearsal's own process ended by ${signal ?? `exit code ${exitCode}`}, and last said:\n${tail}`)
}
