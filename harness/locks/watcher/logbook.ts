import type { Fact } from '../../model/evidence.ts'
import type { Report } from './lookout.ts'
import { recordOf } from './record.ts'
import type { Sample } from './sample.ts'
import { openSideLines } from './side-lines.ts'
import { type Opening, openWindow, type Window } from './window.ts'

/** A window, and the files of what was seen through it. */
export interface Logbook {
  readonly window: Window
  add(report: Report): void
  /** What was seen until now, for the next: the server tells a picture once. */
  last(): { readonly picture: Sample; readonly deadlocks: number | null }
  /** Closes the files and says what was seen; nothing where nobody looked. */
  close(toMs: number, names: ReadonlyMap<number, string>, takeCpuMs: () => number): readonly Fact[]
}

interface LogbookOptions extends Omit<Opening, 'onWait'> {
  readonly act: Window['act']
  readonly folder: string
  readonly name: string
  readonly before: Logbook | null
}

const EMPTY: Sample = { atMs: 0, byMs: 0, locks: [] }

export function openLogbook({ act, folder, name, before, ...opening }: LogbookOptions): Logbook {
  const samples = openSideLines(folder, name)
  const waits = openSideLines(folder, `${name}-waits`)
  const window = openWindow(act, { ...opening, onWait: (wait) => waits.add(recordOf(wait)) })
  let { picture, deadlocks } = before?.last() ?? { picture: EMPTY, deadlocks: null }
  let counted = deadlocks
  let lastMs = 0
  let shown = picture.locks.length === 0
  const keep = () => {
    if (shown && picture.locks.length > 0) samples.add({ ...picture, untilMs: lastMs })
  }
  const show = (sample: Sample) => {
    keep()
    picture = sample
    shown = true
    window.add(sample)
  }
  return {
    window,
    add(report) {
      for (const atMs of report.looksAtMs) {
        if (shown) window.look(atMs)
        else show({ ...picture, atMs, byMs: atMs })
        lastMs = atMs
      }
      if (report.sample !== null) {
        show(report.sample)
        lastMs = report.sample.atMs
      }
      deadlocks ??= report.deadlocks
      counted = report.deadlocks ?? counted
    },
    last: () => ({ picture, deadlocks: counted }),
    close(toMs, names, takeCpuMs) {
      if (window.samples() === 0) return []
      keep()
      for (const wait of window.open()) waits.add(recordOf(wait))
      const count = waits.count()
      const watched = {
        ...window.closeness(toMs),
        cpuMs: takeCpuMs(),
        file: samples.close(),
        waits: { file: waits.close(), count },
        deadlocks: (counted ?? 0) - (deadlocks ?? 0),
      }
      return [...window.seen(names), { kind: 'locks.watched', ...watched }]
    },
  }
}
