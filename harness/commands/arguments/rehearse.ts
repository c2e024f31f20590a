import { Option } from 'commander'
import type { RehearseOptions } from '../rehearse.ts'
import { type Declare, SPEC } from './command.ts'
import { duration, gather, wholeNumber } from './values.ts'

/** `fulldress rehearse [spec]`. */
export const rehearse: Declare = (program, { json, exit }) => {
  program
    .command('rehearse', { isDefault: false })
    .description(
      'the whole programme: stage, seed, probes, baseline, upgrade, soak, rollback, restored, audit, verdict',
    )
    .argument('[spec]', 'the rehearsal to perform', SPEC)
    .option('--act-time <duration>', 'length of each steady act, such as 20s', duration)
    .addOption(
      new Option('--runtime <runtime>', 'where the copy runs')
        .choices(['auto', 'containers', 'processes'])
        .default('auto'),
    )
    .option('--out <folder>', 'where the run is written; must not exist or be empty')
    .option('--seed <number>', 'seed of arrivals, data and faults', wholeNumber)
    .addOption(
      new Option(
        '--ways <ways>',
        'one rehearsal per way back, and how they compare: stall, lost writes, residue',
      ).choices(['all']),
    )
    .option(
      '--paired',
      'where the restored version is slower: once more without a change, to tell drift from the rollback',
    )
    .option('--status <address>', 'serve a live status page at :PORT (loopback) or HOST:PORT; :0 takes any free port')
    .option(
      '--notify <url>',
      'post start, act changes, first blocker and verdict there, as Slack or JSON (slack:URL, json:URL); may be given again; FULLDRESS_NOTIFY takes secret ones',
      gather,
    )
    .addOption(json)
    .action(async (spec: string, options: RehearseOptions) =>
      exit(await (await import('../rehearse.ts')).rehearseCommand(spec, options)),
    )
}
