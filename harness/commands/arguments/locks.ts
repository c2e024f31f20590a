import { Option } from 'commander'
import type { LocksOptions } from '../locks.ts'
import type { Declare } from './command.ts'
import { onScratchServer } from './scratch-server.ts'
import { duration, gather, postgresVersion, rowCount } from './values.ts'

/** `fulldress locks [migrations...]`. */
export const locks: Declare = (program, { json, exit }) => {
  const command = program
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
  onScratchServer(command, json).action(async (paths: string[], options: LocksOptions) =>
    exit(await (await import('../locks.ts')).locksCommand(paths, options)),
  )
}
