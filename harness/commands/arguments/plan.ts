import { type Declare, SPEC } from './command.ts'
import { duration } from './values.ts'

/** `fulldress plan [spec]`. */
export const plan: Declare = (program, { json, out }) => {
  program
    .command('plan')
    .description('what a rehearsal would do and how long; starts nothing')
    .argument('[spec]', 'the rehearsal to plan', SPEC)
    .option('--act-time <duration>', 'length of each steady act', duration)
    .addOption(json)
    .action(async (spec: string, options: { json?: boolean; actTime?: number }) =>
      out(await (await import('../plan.ts')).planCommand(spec, options)),
    )
}
