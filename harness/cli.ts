import { Command, CommanderError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { clean } from './commands/arguments/clean.ts'
import type { Declare } from './commands/arguments/command.ts'
import { compare } from './commands/arguments/compare.ts'
import { completion } from './commands/arguments/completion.ts'
import { doctor } from './commands/arguments/doctor.ts'
import { explain } from './commands/arguments/explain.ts'
import { init } from './commands/arguments/init.ts'
import { learn } from './commands/arguments/learn.ts'
import { locks } from './commands/arguments/locks.ts'
import { plan } from './commands/arguments/plan.ts'
import { profile } from './commands/arguments/profile.ts'
import { rehearse } from './commands/arguments/rehearse.ts'
import { report } from './commands/arguments/report.ts'
import { stairway } from './commands/arguments/stairway.ts'
import { complaintText } from './commands/complaint.ts'
import { describe, RehearsalError } from './errors.ts'

/** In the order of --help. */
const COMMANDS: readonly Declare[] = [
  init,
  rehearse,
  locks,
  stairway,
  profile,
  learn,
  plan,
  report,
  compare,
  explain,
  doctor,
  clean,
  completion,
]

interface Streams {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** argv → command → exit code. Results go to stdout, progress and complaints to stderr. */
async function main(argv: readonly string[]): Promise<number> {
  const streams: Streams = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  }
  let exitCode = 0
  const program = build(streams, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    return complain(error, streams)
  }
}

function build({ out }: Streams, exit: (code: number) => void): Command {
  const program = new Command('fulldress')
    .description(
      'dress rehearsals for upgrades: a staging copy, traffic, the upgrade and its rollback under load, a verdict',
    )
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(fulldress --help lists the commands, fulldress COMMAND --help its options)')
  const json = new Option('--json', 'print one JSON document on stdout')
  for (const declare of COMMANDS) declare(program, { json, out, exit })
  return program
}

function complain(error: unknown, { err }: Streams): number {
  // Commander has printed its own message by now; asking for help or the version is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof RehearsalError) {
    // A spec's mistakes are lines of our own, and editors look for `file:line:col` where a line begins.
    err(complaintText(error.message, error.hint, { ours: error.code === 'spec-invalid' }))
    return 2
  }
  const stack = process.env.FULLDRESS_STACK === '1' && error instanceof Error ? error.stack : undefined
  const hint = 'please report it with the text above; FULLDRESS_STACK=1 prints where it happened'
  err(complaintText(`a bug of the harness: ${stack ?? describe(error)}`, hint))
  return 70
}

process.exitCode = await main(process.argv.slice(2))
