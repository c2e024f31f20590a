import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { parseTraffic, type TrafficStatement } from '../companions/traffic-file.ts'
import { readProfile } from '../database/profile/read.ts'
import { RehearsalError } from '../errors.ts'
import { Journal } from '../journal/journal.ts'
import { readText } from '../migrator/layouts/listing.ts'
import type { Entry } from '../model/evidence.ts'
import { readyParser } from '../sql/parse.ts'
import { ink, tameLine, wantsColor } from '../terminal/ink.ts'
import { locksHeader, migrationLines } from '../terminal/locks-lines.ts'
import { conclude, recordEnd } from './conclude.ts'
import { examineAll } from './locks/examine-all.ts'
import { chooseProgramme } from './locks/programme.ts'
import type { LocksOptions, LocksPlan } from './locks/scene.ts'
import { commandProgramme } from './locks/tool.ts'
import { createRunFolder } from './rehearse/folder.ts'
import { Interrupted, listenForInterrupts } from './rehearse/interrupts.ts'

export type { LocksOptions }

/** Traces the locks of migrations on a scratch database. Resolves to the exit code; all is shown and written by then. */
export async function locksCommand(paths: readonly string[], options: LocksOptions): Promise<number> {
  using interrupts = listenForInterrupts()
  try {
    await readyParser()
    const direction = options.down === true ? 'down' : 'up'
    const programme =
      options.command === undefined ? chooseProgramme(paths, direction) : commandProgramme(options.command, paths)
    const traffic = options.traffic === undefined ? [] : trafficOf(options.traffic)
    const profile = options.profile === undefined ? null : readProfile(options.profile)
    const folder = createRunFolder('locks', options.out, new Date())
    const label = { id: randomBytes(3).toString('hex'), pid: process.pid }
    return await perform({ programme, traffic, profile, options, folder, label }, interrupts.signal)
  } catch (error) {
    if (interrupts.signal.reason instanceof Interrupted) return interrupts.signal.reason.exitCode
    throw error
  }
}

function trafficOf(file: string): readonly TrafficStatement[] {
  const statements = parseTraffic(readText(file))
  if (statements.some(({ kind }) => kind !== '') || statements.length === 0) return statements
  throw new RehearsalError(
    'usage',
    `expected SQL statements in ${file}, found what PostgreSQL's parser refuses`,
    'one statement after another, each ended by a semicolon; values stand in them as literals',
  )
}

async function perform(plan: LocksPlan, signal: AbortSignal): Promise<number> {
  using journal = new Journal(join(plan.folder, 'journal.jsonl'))
  const { json = false } = plan.options
  const output = json ? process.stderr : process.stdout
  const paint = ink(wantsColor(output, process.env))
  const startedAt = Date.now()
  const heard: Entry[] = []
  journal.listen((entry) => heard.push(entry))
  const show = {
    begin: () => output.write(locksHeader(heard, paint)),
    examined: (migration: number) => output.write(migrationLines(heard, migration, paint)),
    progress: (line: string) => void process.stderr.write(`    ${tameLine(line)}\n`),
  }
  try {
    await examineAll(plan, { journal, show, signal })
    journal.record({ kind: 'locks.ended', durationMs: Date.now() - startedAt })
  } catch (error) {
    recordEnd(journal, signal, error)
  }
  return conclude(plan.folder, { json, journal })
}
