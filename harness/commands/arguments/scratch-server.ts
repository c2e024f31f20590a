import { type Command, Option } from 'commander'

/** What every command takes that starts a server of its own. */
export function onScratchServer(command: Command, json: Option): Command {
  return command
    .addOption(
      new Option('--runtime <runtime>', 'where the scratch server runs')
        .choices(['processes', 'containers'])
        .default('processes'),
    )
    .option('--database <url>', 'a server on loopback that nobody else uses, in place of a scratch server')
    .option('--out <folder>', 'where the run is written; must not exist or be empty')
    .addOption(json)
}
