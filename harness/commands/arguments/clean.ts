import type { Declare } from './command.ts'

/** `fulldress clean`. */
export const clean: Declare = (program, { json, exit }) => {
  program
    .command('clean')
    .description('removes what interrupted runs left behind; live runs are not touched')
    .addOption(json)
    .action(async (options: { json?: boolean }) => exit(await (await import('../clean.ts')).cleanCommand(options)))
}
