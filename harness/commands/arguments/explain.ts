import type { Declare } from './command.ts'

/** `fulldress explain [check]`. */
export const explain: Declare = (program, { out }) => {
  program
    .command('explain')
    .description('what a check asks, why, and what to do about it; without a name, all of them')
    .argument('[check]', 'name of a check')
    .action(async (check: string | undefined) => out((await import('../explain.ts')).explainCommand(check)))
}
