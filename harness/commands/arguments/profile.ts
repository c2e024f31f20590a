import type { ProfileOptions } from '../profile.ts'
import type { Declare } from './command.ts'
import { duration } from './values.ts'

/** `fulldress profile --database URL`. */
export const profile: Declare = (program, { json, exit }) => {
  program
    .command('profile')
    .description(
      'production’s shape into a file: version, settings, sizes, transaction ages; reads only, no row leaves',
    )
    .requiredOption('--database <url>', 'postgresql://user@host/database; the password may stand in PGPASSWORD')
    .option('--out <file>', 'where it is written (default production.profile.json)')
    .option('--ages <duration>', 'how long transactions are looked at (default 5s)', duration)
    .addOption(json)
    .action(async (options: ProfileOptions) => exit(await (await import('../profile.ts')).profileCommand(options)))
}
