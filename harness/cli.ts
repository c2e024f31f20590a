import { Command, CommanderError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { duration, gather, postgresVersion, rowCount, wholeNumber } from './arguments.ts'
import type { CompareOptions } from './commands/compare.ts'
import type { LearnCommandOptions } from './commands/learn.ts'
import type { LocksOptions } from './commands/locks.ts'
import type { ProfileOptions } from './commands/profile.ts'
import type { RehearseOptions } from './commands/rehearse.ts'
import type { StairwayOptions } from './commands/stairway.ts'
import { describe, RehearsalError } from './errors.ts'

const SPEC = 'rehearsal.yaml'

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

/** Each command is loaded when it is asked for: container clients and stand-ins are much to read for those that need none. */
function build({ out }: Streams, exit: (code: number) => void): Command {
  const program = new Command('fulldress')
    .description(
      'dress rehearsals for upgrades: a staging copy, traffic, the upgrade and its rollback under load, a verdict',
    )
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(fulldress --help lists the commands, fulldress COMMAND --help its options)')
  const json = new Option('--json', 'print one JSON document on stdout')

  addRehearse(program, { json, exit })
  addLocks(program, { json, exit })
  addStairway(program, { json, exit })
  addProfile(program, { json, exit })
  addLearn(program, { json, exit })

  program
    .command('plan')
    .description('what a rehearsal would do and how long; starts nothing')
    .argument('[spec]', 'the rehearsal to plan', SPEC)
    .option('--act-time <duration>', 'length of each steady act', duration)
    .addOption(json)
    .action(async (spec: string, options: { json?: boolean; actTime?: number }) =>
      out(await (await import('./commands/plan.ts')).planCommand(spec, options)),
    )

  program
    .command('report')
    .description('judges the journal of a run again and renders its reports')
    .argument('<run>', 'folder of a run')
    .addOption(json)
    .action(async (run: string, options: { json?: boolean }) =>
      exit(await (await import('./commands/report.ts')).reportCommand(run, options)),
    )

  program
    .command('compare')
    .description('two runs, the earlier first: what regressed between them, and the trend of the nights')
    .argument('<run>', 'folder of the earlier run')
    .argument('<run>', 'folder of the later run')
    .option('--history <folder>', 'the nights (default .fulldress/history, beside the later run)')
    .addOption(json)
    .action(async (earlier: string, later: string, options: CompareOptions) =>
      exit(await (await import('./commands/compare.ts')).compareCommand([earlier, later], options)),
    )

  program
    .command('explain')
    .description('what a check asks, why, and what to do about it; without a name, all of them')
    .argument('[check]', 'name of a check')
    .action(async (check: string | undefined) => out((await import('./commands/explain.ts')).explainCommand(check)))

  program
    .command('doctor')
    .description('what is missing on this machine, with the command that mends it')
    .addOption(json)
    .action(async (options: { json?: boolean }) =>
      exit(await (await import('./commands/doctor.ts')).doctorCommand(options)),
    )

  program
    .command('clean')
    .description('removes what interrupted runs left behind; live runs are not touched')
    .addOption(json)
    .action(async (options: { json?: boolean }) =>
      exit(await (await import('./commands/clean.ts')).cleanCommand(options)),
    )

  return program
}

interface Shared {
  readonly json: Option
  readonly exit: (code: number) => void
}

function addRehearse(program: Command, { json, exit }: Shared): void {
  program
    .command('rehearse', { isDefault: false })
    .description(
      'the whole programme: stage, seed, probes, baseline, upgrade, soak, rollback, restored, audit, verdict',
    )
    .argument('[spec]', 'the rehearsal to perform', SPEC)
    .option('--act-time <duration>', 'length of each steady act, such as 20s', duration)
    .addOption(
      new Option('--runtime <runtime>', 'where the copy runs')
        .choices(['auto', 'containers', 'processes'])
        .default('auto'),
    )
    .option('--out <folder>', 'where the run is written; must not exist or be empty')
    .option('--seed <number>', 'seed of arrivals, data and faults', wholeNumber)
    .addOption(
      new Option(
        '--ways <ways>',
        'one rehearsal per way back, and how they compare: stall, lost writes, residue',
      ).choices(['all']),
    )
    .option(
      '--paired',
      'where the restored version is slower: once more without a change, to tell drift from the rollback',
    )
    .addOption(json)
    .action(async (spec: string, options: RehearseOptions) =>
      exit(await (await import('./commands/rehearse.ts')).rehearseCommand(spec, options)),
    )
}

function addLocks(program: Command, { json, exit }: Shared): void {
  const locks = program
    .command('locks')
    .description('traces the locks of migrations on a scratch database, beside companions, and says whom they stall')
    .argument('[migrations...]', 'a folder, or files of one', undefined)
    .option('--base <file>', 'SQL that is applied first: a schema, or a whole dump; may be given again', gather)
    .option('--traffic <file>', 'the application’s own statements, run beside each migration')
    .option('--profile <file>', 'what `fulldress profile` wrote: settings, rows and transaction ages of production')
    .option('--rows <number>', 'rows of production’s tables, such as 200k or 1M; touched tables are filled', rowCount)
    .option('--no-probes', 'trace alone: no clones, no companions, nobody to stall')
    .option('--hold <duration>', 'how long companions hold their transactions (default 5s)', duration)
    .option('--lock-timeout <duration>', 'lock_timeout that whoever runs the migrations sets', duration)
    .option('--command <command>', 'a migration tool’s own command; DATABASE_URL and PGHOST… point at the database')
    .option('--down', 'examine the way down, last first')
    .addOption(
      new Option('--postgres <version>', 'version of the scratch server').argParser(postgresVersion).default(17),
    )
  onScratchServer(locks, json).action(async (paths: string[], options: LocksOptions) =>
    exit(await (await import('./commands/locks.ts')).locksCommand(paths, options)),
  )
}

function addStairway(program: Command, { json, exit }: Shared): void {
  const stairway = program
    .command('stairway')
    .description('tries each migration up, down and up again on clones, and says which ways down do not restore')
    .argument('[migrations...]', 'a folder, or files of one', undefined)
    .option('--base <file>', 'SQL that is applied first: a schema, or a whole dump; may be given again', gather)
    .option('--profile <file>', 'what `fulldress profile` wrote: version and settings of production')
    .option('--rows <number>', 'rows that empty tables are given, 0 for none', wholeNumber, 20)
    .option('--up <command>', 'a migration tool’s own command; DATABASE_URL and PGHOST… point at the database')
    .option('--down <command>', 'the command that undoes it')
    .option('--each', 'the commands go one migration at a time: repeat them until there is none left')
    .option('--group <first..last>', 'migrations of one release, tried as one step; may be given again', gather)
    .option('--direct', 'the whole chain up, then down from stop to stop, in place of each migration by itself')
    .option('--irreversible <file=reason>', 'has no way back, and why; may be given again', gather)
    .option('--lock-timeout <duration>', 'lock_timeout that whoever runs the migrations sets', duration)
    .addOption(
      new Option(
        '--postgres <version>',
        'version of the scratch server (default that of the profile, or 17)',
      ).argParser(postgresVersion),
    )
  onScratchServer(stairway, json).action(async (paths: string[], options: StairwayOptions) =>
    exit(await (await import('./commands/stairway.ts')).stairwayCommand(paths, options)),
  )
}

/** What every command has that starts a server of its own. */
function onScratchServer(command: Command, json: Option): Command {
  return command
    .addOption(
      new Option('--runtime <runtime>', 'where the scratch server runs')
        .choices(['processes', 'containers'])
        .default('processes'),
    )
    .option('--database <url>', 'a server on loopback that nobody else uses, in place of a scratch server')
    .option('--out <folder>', 'where the run is written; must not exist or be empty')
    .addOption(json)
}

function addProfile(program: Command, { json, exit }: Shared): void {
  program
    .command('profile')
    .description(
      'production’s shape into a file: version, settings, sizes, transaction ages; reads only, no row leaves',
    )
    .requiredOption('--database <url>', 'postgresql://user@host/database; the password may stand in PGPASSWORD')
    .option('--out <file>', 'where it is written (default production.profile.json)')
    .option('--ages <duration>', 'how long transactions are looked at (default 5s)', duration)
    .addOption(json)
    .action(async (options: ProfileOptions) =>
      exit(await (await import('./commands/profile.ts')).profileCommand(options)),
    )
}

function addLearn(program: Command, { json, exit }: Shared): void {
  program
    .command('learn')
    .description('an access log into a traffic model: endpoints, rates, arrivals, sessions; nobody’s data is in it')
    .argument('<log>', 'nginx or Apache log, JSON lines, HAR or CSV with a header, also as .gz; - is stdin')
    .option('--format <format>', 'combined, common, json, csv, har, or the server’s own log_format or LogFormat')
    .option('--fields <role=field,...>', 'which field of JSON lines or CSV is which, as time=ts,latency=took:ms')
    .option('--window <duration>', 'length of the peak that is looked for, 1m to 60m (default 10m)', duration)
    .option('--visitors <number>', 'how many must have used a word of a path before it is kept', wholeNumber, 3)
    .option('--keep <words>', 'words of paths that are nobody’s name, separated by commas')
    .option('--out <file>', 'where it is written (default traffic.yaml); must not exist')
    .addOption(json)
    .action(async (log: string, options: LearnCommandOptions) =>
      exit(await (await import('./commands/learn.ts')).learnCommand(log, options)),
    )
}

function complain(error: unknown, { err }: Streams): number {
  // Commander has printed its own message by now; asking for help or the version is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof RehearsalError) {
    err(`fulldress: ${error.message}\n  hint: ${error.hint}\n`)
    return 2
  }
  err(`fulldress: a bug of the harness: ${describe(error)}\n`)
  err('  hint: please report it with the text above; FULLDRESS_STACK=1 prints where it happened\n')
  if (process.env.FULLDRESS_STACK === '1' && error instanceof Error) err(`${error.stack}\n`)
  return 70
}

process.exitCode = await main(process.argv.slice(2))
