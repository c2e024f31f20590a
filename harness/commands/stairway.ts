import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readProfile } from '../database/profile/read.ts'
import { RehearsalError } from '../errors.ts'
import { Journal } from '../journal/journal.ts'
import { readyParser } from '../sql/parse.ts'
import { spanOf } from '../stairway/group.ts'
import { descentLines } from '../terminal/descent-lines.ts'
import { ink, tameLine, wantsColor } from '../terminal/ink.ts'
import { stairwayLines } from '../terminal/stairway-lines.ts'
import { conclude, recordEnd } from './conclude.ts'
import { createRunFolder } from './rehearse/folder.ts'
import { Interrupted, listenForInterrupts } from './rehearse/interrupts.ts'
import { ascend } from './stairway/ascend.ts'
import type { StairwayOptions, StairwayPlan } from './stairway/plan.ts'
import { type Stairs, stairsOfCommands, stairsOfFiles } from './stairway/stairs.ts'

export type { StairwayOptions }

/** Tries each migration up, down and up again, on clones. Resolves to the exit code; all is shown and written by then. */
export async function stairwayCommand(paths: readonly string[], options: StairwayOptions): Promise<number> {
  using interrupts = listenForInterrupts()
  try {
    await readyParser()
    const stairs = stairsFor(paths, options)
    const profile = options.profile === undefined ? null : readProfile(options.profile)
    const folder = createRunFolder('stairway', options.out, new Date())
    const label = { id: randomBytes(3).toString('hex'), pid: process.pid }
    return await perform({ stairs, profile, options, folder, label }, interrupts.signal)
  } catch (error) {
    if (interrupts.signal.reason instanceof Interrupted) return interrupts.signal.reason.exitCode
    throw error
  }
}

function stairsFor(
  paths: readonly string[],
  { up, down, each = false, history, irreversible = [], group = [] }: StairwayOptions,
): Stairs {
  const reasons = new Map(irreversible.map(reasonOf))
  if (history !== undefined && up === undefined) {
    throw new RehearsalError(
      'usage',
      `expected --history beside --up, found --history ${history} and files`,
      'files are applied without a history of their own: leave it out',
    )
  }
  if (up === undefined && down === undefined && !each) return stairsOfFiles(paths, reasons, group.map(spanOf))
  if (up === undefined)
    throw new RehearsalError('usage', 'expected --up COMMAND beside --down or --each, found none', 'name both commands')
  if (paths.length > 0) {
    throw new RehearsalError(
      'usage',
      `expected files or commands, found ${paths.join(', ')} and --up`,
      'a tool finds its files by itself: leave them out',
    )
  }
  if (group.length > 0) {
    throw new RehearsalError(
      'usage',
      `expected --group beside files, found ${group.join(', ')} and --up`,
      'commands that go several migrations are one step as they are: leave --each and --group out',
    )
  }
  return stairsOfCommands({ up, down, each, history }, reasons)
}

function reasonOf(text: string): readonly [file: string, reason: string] {
  const [, file, reason] = /^(.+?)=\s*(\S.*)$/s.exec(text) ?? []
  if (file !== undefined && reason !== undefined) return [file, reason]
  throw new RehearsalError(
    'usage',
    `expected --irreversible FILE=reason, found "${text}"`,
    'say why there is no way back: --irreversible 007_drop_legacy.up.sql="archived in the warehouse"',
  )
}

async function perform(plan: StairwayPlan, signal: AbortSignal): Promise<number> {
  using journal = new Journal(join(plan.folder, 'journal.jsonl'))
  const { json = false } = plan.options
  const output = json ? process.stderr : process.stdout
  const progress = (line: string) => void process.stderr.write(`    ${tameLine(line)}\n`)
  try {
    await ascend(plan, { journal, progress, signal })
  } catch (error) {
    recordEnd(journal, signal, error)
  }
  const colours = ink(wantsColor(output, process.env))
  output.write(stairwayLines(journal.read(), colours) + descentLines(journal.read(), colours))
  return conclude(plan.folder, { json, journal })
}
