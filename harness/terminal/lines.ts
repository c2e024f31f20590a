import { formatSeconds } from '../model/duration.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import { type Ink, tame } from './ink.ts'

const NAME = 12
const STATUS_AND_TIME = 14

/** `rehearsal  orders-v42   containers   postgres 17.6   seed 7`, and what this runtime cannot show, a line each. */
export function headerLines(entries: readonly Entry[], { dim }: Ink): readonly string[] {
  const [started] = entriesOf(entries, 'rehearsal.started')
  if (started === undefined) return []
  const postgres = entriesOf(entries, 'stage.database').map(({ version }) => `postgres ${version}`)
  const head = [started.rehearsal, started.runtime, ...postgres, `seed ${started.seed}`].map(tame).join('   ')
  return [`rehearsal  ${head}`, ...started.weaker.map((sentence) => dim(`  weaker: ${tame(sentence)}`))]
}

/** `  baseline    ok      60.0 s   p99 41 ms, 0.02 % errors` */
export function actLine({ act, status, durationMs, summary }: EntryOf<'act.ended'>, { red, yellow }: Ink): string {
  const time = status === 'skipped' ? '' : formatSeconds(durationMs)
  const color = status === 'failed' ? red : status === 'skipped' ? yellow : (text: string) => text
  const said = summary === '' ? '' : `   ${tame(summary)}`
  return `  ${tame(act).padEnd(NAME)}${color(tame(status))}${time.padStart(STATUS_AND_TIME - status.length)}${said}`
}
