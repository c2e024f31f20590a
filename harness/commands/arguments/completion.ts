import type { Command } from 'commander'
import type { CommandWords } from '../completion/candidates.ts'
import type { Declare } from './command.ts'

/** `fulldress completion SHELL`; the scripts that it prints call `fulldress completion candidates -- WORDS`. */
export const completion: Declare = (program, { out }) => {
  program
    .command('completion')
    .description('prints what bash, zsh or fish reads to complete commands, options, checks and runs')
    .argument('<shell>', 'bash, zsh or fish')
    .argument('[words...]')
    .action(async (shell: string, words: string[]) => {
      const { candidatesCommand, completionCommand } = await import('../completion.ts')
      out(shell === 'candidates' ? candidatesCommand(wordsOf(program), words) : completionCommand(shell))
    })
}

/** The commands as they are declared: what --help shows is what is completed. */
function wordsOf(program: Command): readonly CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    says: command.description(),
    options: command.options.flatMap(({ long, description, required, optional, argChoices = [] }) =>
      long == null ? [] : [{ flag: long, says: description, takesValue: required || optional, choices: argChoices }],
    ),
    arguments: command.registeredArguments.map((argument) => ({ name: argument.name(), variadic: argument.variadic })),
  }))
}
