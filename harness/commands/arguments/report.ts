import type { Declare } from './command.ts'

/** `fulldress report RUN`. */
export const report: Declare = (program, { json, exit }) => {
  program
    .command('report')
    .description('judges the journal of a run again and renders its reports')
    .argument('<run>', 'folder of a run')
    .addOption(json)
    .action(async (run: string, options: { json?: boolean }) =>
      exit(await (await import('../report.ts')).reportCommand(run, options)),
    )
}
