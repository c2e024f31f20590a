import type { LearnCommandOptions } from '../learn.ts'
import type { Declare } from './command.ts'
import { duration, wholeNumber } from './values.ts'

/** `fulldress learn LOG`. */
export const learn: Declare = (program, { json, exit }) => {
  program
    .command('learn')
    .description('an access log into a traffic model: endpoints, rates, arrivals, sessions; nobody’s data is in it')
    .argument('<log>', 'nginx or Apache log, JSON lines, HAR or CSV with a header, also as .gz; - is stdin')
    .option('--format <format>', 'combined, common, json, csv, har, or the server’s own log_format or LogFormat')
    .option('--fields <role=field,...>', 'which field of JSON lines or CSV is which, as time=ts,latency=took:ms')
    .option('--window <duration>', 'length of the peak that is looked for, 1m to 60m (default 10m)', duration)
    .option('--visitors <number>', 'how many people must have used a word of a path before it is kept', wholeNumber, 3)
    .option('--keep <words>', 'words of paths that are nobody’s name, separated by commas')
    .option('--out <file>', 'where it is written (default traffic.yaml); must not exist')
    .addOption(json)
    .action(async (log: string, options: LearnCommandOptions) =>
      exit(await (await import('../learn.ts')).learnCommand(log, options)),
    )
}
