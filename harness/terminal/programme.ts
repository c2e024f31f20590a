import type { Entry } from '../model/evidence.ts'
import { ink } from './ink.ts'
import { actLine, headerLines, liveLine } from './lines.ts'

const REFRESH_MS = 500
const COLUMNS = 80

export interface Output {
  readonly write: (text: string) => unknown
  /** Width of the terminal, where it is one. */
  readonly columns?: number | undefined
}

export interface ProgrammeOptions {
  readonly tty: boolean
  readonly color: boolean
  readonly now?: () => number
}

/**
 * The programme as it is performed: a line per act as it ends, and on a terminal a live line for the act under way.
 * `hear` listens to a journal, `progress` takes what an act says meanwhile. Disposal removes the live line.
 */
export interface Programme extends Disposable {
  hear(entry: Entry): void
  progress(line: string): void
}

export function programme(output: Output, { tty, color, now = Date.now }: ProgrammeOptions): Programme {
  const paint = ink(color)
  const heard: Entry[] = []
  let headed = false
  let under: { act: string; since: number; doing: string } | null = null

  const erase = () => {
    if (tty) output.write('\r\u001b[K')
  }
  const redraw = () => {
    if (!tty || under === null) return
    const text = liveLine(under.act, now() - under.since, under.doing)
    output.write(`\r\u001b[K${paint.dim(text.slice(0, (output.columns ?? COLUMNS) - 1))}`)
  }
  const print = (lines: readonly string[]) => {
    if (lines.length === 0) return
    erase()
    output.write(`${lines.join('\n')}\n`)
    redraw()
  }
  const head = () => {
    if (headed) return
    headed = true
    print(headerLines(heard, paint))
  }
  const timer = tty ? setInterval(redraw, REFRESH_MS) : null
  timer?.unref()

  return {
    hear(entry) {
      heard.push(entry)
      if (entry.kind === 'stage.database') head()
      if (entry.kind === 'act.started') {
        under = { act: entry.act, since: now(), doing: '' }
        redraw()
      }
      if (entry.kind === 'act.ended') {
        under = null
        head()
        print([actLine(entry, paint)])
      }
    },
    progress(line) {
      if (tty && under !== null) {
        under.doing = line
        redraw()
      } else print([paint.dim(`    ${line.trimEnd()}`)])
    },
    [Symbol.dispose]() {
      if (timer !== null) clearInterval(timer)
      if (under !== null) erase()
      under = null
    },
  }
}
