import { availableParallelism } from 'node:os'
import type { MachineFact } from '../../model/facts-of-machine.ts'
import type { StagingCopy } from '../copy.ts'
import { type CpuTimes, readCpuTimes } from './cpu-times.ts'
import { workMs } from './fixed-work.ts'
import { type Ours, readOurs, ticksBetween } from './our-ticks.ts'

const EVERY_MS = 1_000
/** Fewer pieces of work have no median worth the name. */
const ENOUGH = 5

export type MachinePace = Omit<MachineFact, 'kind' | 'phase'>

/** Looks at the machine until it is asked, or disposed of. */
export interface MachineWatch extends Disposable {
  /** What was seen since the beginning, and an end to it. */
  end(): MachinePace
}

interface Moment {
  readonly atMs: number
  readonly times: CpuTimes | null
  readonly ours: Ours
}

/**
 * Watches how much of the machine is left to a rehearsal. Processes are read at the beginning and at the end, which
 * takes milliseconds each; in between a piece of work each second, two thousandths of a processor.
 */
export function watchMachine(runtime: StagingCopy['runtime']): MachineWatch {
  // The first is slow: it is compiled on the way.
  workMs()
  const from = now()
  const works: number[] = []
  const timer = setInterval(() => works.push(workMs()), EVERY_MS)
  timer.unref()
  return {
    end: () => {
      clearInterval(timer)
      return paceBetween({ from, to: now(), works, runtime })
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

function now(): Moment {
  return { atMs: performance.now(), times: readCpuTimes(), ours: readOurs() }
}

interface Seen {
  readonly from: Moment
  readonly to: Moment
  readonly works: readonly number[]
  readonly runtime: StagingCopy['runtime']
}

/** The shares between two moments, and the median of the works. */
export function paceBetween({ from, to, works, runtime }: Seen): MachinePace {
  const all = from.times === null || to.times === null ? 0 : to.times.all - from.times.all
  const share = (ticks: number) => (all <= 0 ? null : Number(Math.min(1, Math.max(0, ticks / all)).toFixed(4)))
  const busy = (to.times?.busy ?? 0) - (from.times?.busy ?? 0)
  const ours = ticksBetween(from.ours, to.ours)
  // An engine in a machine of its own, or beside the container that we are in: our containers would pass for others.
  const told = runtime === 'processes' || (from.ours.containers && to.ours.containers)
  return {
    overMs: Math.round(to.atMs - from.atMs),
    cpus: availableParallelism(),
    ours: told ? share(ours) : null,
    others: told ? share(busy - ours) : null,
    stolen: share((to.times?.stolen ?? 0) - (from.times?.stolen ?? 0)),
    workMs: works.length < ENOUGH ? null : median(works),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return Number((sorted[sorted.length >> 1] ?? 0).toFixed(3))
}
