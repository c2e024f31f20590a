import type { InitOptions } from '../init.ts'
import type { Declare } from './command.ts'

/** `fulldress init [folder]`. */
export const init: Declare = (program, { json, out }) => {
  program
    .command('init')
    .description('writes a rehearsal.yaml that runs, from a compose file, migrations, package manifests and k6 scripts')
    .argument('[folder]', 'the system that is to be upgraded', '.')
    .option('--out <file>', 'the spec (default rehearsal.yaml in the folder); its paths are relative to it')
    .option('--force', 'write over the spec that is there')
    .option('--stdout', 'print the spec and write nothing')
    .addOption(json)
    .action(async (folder: string, options: InitOptions) =>
      out(await (await import('../init.ts')).initCommand(folder, options)),
    )
}
