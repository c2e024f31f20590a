import type { Declare } from './command.ts'

/** `fulldress doctor`. */
export const doctor: Declare = (program, { json, exit }) => {
  program
    .command('doctor')
    .description('what is missing on this machine, with the command that mends it')
    .addOption(json)
    .action(async (options: { json?: boolean }) => exit(await (await import('../doctor.ts')).doctorCommand(options)))
}
