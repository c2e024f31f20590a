import type { CompareOptions } from '../compare.ts'
import type { Declare } from './command.ts'

/** `fulldress compare RUN RUN`. */
export const compare: Declare = (program, { json, exit }) => {
  program
    .command('compare')
    .description('two runs, the earlier first: what regressed between them, and the trend of the nights')
    .argument('<run>', 'folder of the earlier run')
    .argument('<run>', 'folder of the later run')
    .option('--history <folder>', 'the nights (default .fulldress/history, beside the later run)')
    .addOption(json)
    .action(async (earlier: string, later: string, options: CompareOptions) =>
      exit(await (await import('../compare.ts')).compareCommand([earlier, later], options)),
    )
}
