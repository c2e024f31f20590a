import { type Declare, SPEC } from './command.ts'

/** `fulldress doctor [spec]`. */
export const doctor: Declare = (program, { json, exit }) => {
  program
    .command('doctor')
    .description('what is missing on this machine, with the command that mends it')
    .argument('[spec]', 'whose images are looked for, where there is one', SPEC)
    .addOption(json)
    .action(async (spec: string, options: { json?: boolean }) =>
      exit(await (await import('../doctor.ts')).doctorCommand(spec, options)),
    )
}
