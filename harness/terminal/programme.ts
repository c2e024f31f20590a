import type { Entry } from '../model/evidence.ts'
import type { Part } from '../model/part.ts'
import type { Groups } from './ci/groups.ts'
import { ink, tameLine } from './ink.ts'
import { actLine, headerLines } from './lines.ts'
import type { LiveLine } from './live-line.ts'

export interface Output {
  readonly write: (text: string) => unknown
}

export interface ProgrammeOptions {
  /** On a terminal; null elsewhere, where nothing is ever written over. */
  readonly live: LiveLine | null
  /** Of a CI's log; null elsewhere. */
  readonly groups: Groups | null
  readonly color: boolean
  /** Where progress goes without a live line, unless it stands among the acts. */
  readonly aside?: (text: string) => unknown
  readonly now?: () => number
}

/**
 * The programme as it is performed: a line per act as it ends, and on a terminal a live line for the act under way.
 * `hear` listens to a journal, `progress` and `part` take what an act says meanwhile. Disposal removes the live line.
 */
export interface Programme extends Disposable {
  /** Whether there is a live line. */
  readonly live: boolean
  hear(entry: Entry): void
  progress(line: string): void
  part(part: Part | null): void
}

export function programme(output: Output, options: ProgrammeOptions): Programme {
  const { live, groups, color, aside = output.write.bind(output), now = Date.now } = options
  const paint = ink(color)
  let heard: Entry[] = []
  let headed = false
  let under: { act: string; since: number; doing: string; part: Part | null } | null = null

  const look = () => {
    const { act = '', since = now(), doing = '', part = null } = under ?? {}
    return { act, elapsedMs: now() - since, doing, part: part === null ? null : { part, nowMs: now() } }
  }
  const print = (lines: readonly string[]) => {
    if (lines.length === 0) return
    live?.clear()
    output.write(`${lines.join('\n')}\n`)
    if (under !== null) live?.show(look)
  }
  const head = () => {
    if (headed) return
    headed = true
    print(headerLines(heard, paint))
  }

  return {
    live: live !== null,
    hear(entry) {
      // A further rehearsal of the same command has a header of its own.
      if (entry.kind === 'rehearsal.started') [heard, headed] = [[], false]
      heard.push(entry)
      if (entry.kind === 'stage.database') head()
      if (entry.kind === 'act.started') {
        under = { act: entry.act, since: now(), doing: '', part: null }
        groups?.begin(entry.act)
        live?.show(look)
      }
      if (entry.kind === 'step.started' && under !== null) under.doing = entry.label
      if (entry.kind === 'act.ended') {
        groups?.end()
        live?.clear()
        under = null
        head()
        print([actLine(entry, paint)])
      }
    },
    progress(line) {
      const said = `    ${tameLine(line)}`
      if (live === null) {
        groups?.open()
        aside(`${said}\n`)
      } else if (under === null) print([paint.dim(said)])
      else under.doing = line.trim()
    },
    part(part) {
      if (under !== null) under.part = part
    },
    [Symbol.dispose]() {
      groups?.end()
      live?.clear()
      under = null
    },
  }
}
