import { Option } from 'commander'
import type { StairwayOptions } from '../stairway.ts'
import type { Declare } from './command.ts'
import { onScratchServer } from './scratch-server.ts'
import { duration, gather, postgresVersion, wholeNumber } from './values.ts'

/** `fulldress stairway [migrations...]`. */
export const stairway: Declare = (program, { json, exit }) => {
  const command = program
    .command('stairway')
    .description('tries each migration up, down and up again on clones, and says which ways down do not restore')
    .argument('[migrations...]', 'a folder, or files of one', undefined)
    .option('--base <file>', 'SQL that is applied first: a schema, or a whole dump; may be given again', gather)
    .option('--profile <file>', 'what `fulldress profile` wrote: version and settings of production')
    .option('--rows <number>', 'rows that empty tables are given, 0 for none', wholeNumber, 20)
    .option('--up <command>', 'a migration tool’s own command; DATABASE_URL and PGHOST… point at the database')
    .option('--down <command>', 'the command that undoes it')
    .option(
      '--each',
      'the commands go one migration at a time: repeat them until there is none left; a batch in the tool’s history is one step',
    )
    .option(
      '--history <table>',
      'where the tool keeps what it has applied, if its name does not tell',
      (table: string) => table.replace(/^public\./, ''),
    )
    .option('--group <first..last>', 'migrations of one release, tried as one step; may be given again', gather)
    .option(
      '--direct',
      'the whole chain up, then down from stop to stop, in place of each migration by itself; the schema alone is compared, no rows',
    )
    .option('--irreversible <file=reason>', 'has no way back, and why; may be given again', gather)
    .option('--lock-timeout <duration>', 'lock_timeout that whoever runs the migrations sets', duration)
    .addOption(
      new Option(
        '--postgres <version>',
        'version of the scratch server (default that of the profile, or 17)',
      ).argParser(postgresVersion),
    )
  onScratchServer(command, json).action(async (paths: string[], options: StairwayOptions) =>
    exit(await (await import('../stairway.ts')).stairwayCommand(paths, options)),
  )
}
