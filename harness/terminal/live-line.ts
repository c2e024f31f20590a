import progress, { type Options, type Params } from 'cli-progress'
import { formatSeconds } from '../model/duration.ts'
import { type Part, partInWords, shareOf } from '../model/part.ts'
import { tame } from './ink.ts'

const REFRESHES_PER_SECOND = 2
const COLUMNS = 80
const NAME = 12
const TIME = 14
const BAR = 20

/** What is under way. */
export interface Doing {
  readonly act: string
  readonly elapsedMs: number
  readonly doing: string
  /** Where its length is known. */
  readonly part: { readonly part: Part; readonly nowMs: number } | null
}

/** The last line of a terminal, which shows the act under way and is written over. */
export interface LiveLine {
  /** Shows what `look` tells, again and again, until it is taken away. */
  show(look: () => Doing): void
  /** Takes it away; lines can be printed then. */
  clear(): void
}

/** A live line is for a terminal with a person before it: no cursor moves in a pipe, in CI or on a dumb terminal. */
export function isLive(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb' && !env.CI
}

export function openLiveLine(stream: NodeJS.WriteStream): LiveLine {
  let bar: progress.SingleBar | null = null
  return {
    show(look) {
      bar?.stop()
      bar = new progress.SingleBar({
        stream,
        fps: REFRESHES_PER_SECOND,
        barsize: BAR,
        barCompleteChar: '#',
        barIncompleteChar: '.',
        clearOnComplete: true,
        forceRedraw: true,
        linewrap: true,
        format: (options: Options, _: Params) => lineOf(look(), options, (stream.columns ?? COLUMNS) - 1),
      })
      bar.start(1, 0)
    },
    clear() {
      bar?.stop()
      bar = null
    },
  }
}

/** `  baseline            12.3 s   [#####...............] 12.3 s of 60.0 s   steady traffic` */
function lineOf({ act, elapsedMs, doing, part }: Doing, options: Options, columns: number): string {
  const time = formatSeconds(elapsedMs).padStart(TIME)
  const said = [...(part === null ? [] : [barOf(part, options)]), ...(doing === '' ? [] : [tame(doing)])]
  return [`  ${act.padEnd(NAME)}${time}`, ...said].join('   ').slice(0, columns)
}

function barOf({ part, nowMs }: NonNullable<Doing['part']>, options: Options): string {
  return `[${progress.Format.BarFormat(shareOf(part, nowMs), options)}] ${partInWords(part, nowMs)}`
}
