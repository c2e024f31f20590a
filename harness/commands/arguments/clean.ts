import type { CleanOptions } from '../clean.ts'
import type { Declare } from './command.ts'

/** `fulldress clean`. */
export const clean: Declare = (program, { json, exit }) => {
  program
    .command('clean')
    .description('removes what interrupted runs left behind, and images that runs built; live runs are not touched')
    .option(
      '--database <url>',
      'a server of yours that runs worked on by --database: their databases and roles there too',
    )
    .addOption(json)
    .action(async (options: CleanOptions) => exit(await (await import('../clean.ts')).cleanCommand(options)))
}
