import { readFileSync } from 'node:fs'

/** Times of all processors together since the machine started, in clock ticks. */
export interface CpuTimes {
  readonly all: number
  /** Spent by programs, interrupts left out. */
  readonly busy: number
  readonly stolen: number
}

/** null where there is no /proc/stat (https://man7.org/linux/man-pages/man5/proc_stat.5.html). */
export function readCpuTimes(): CpuTimes | null {
  try {
    return cpuTimesOf(readFileSync('/proc/stat', 'utf8'))
  } catch {
    return null
  }
}

/** The first line of /proc/stat; null where it is another. */
export function cpuTimesOf(stat: string): CpuTimes | null {
  const [, line] = /^cpu +(.+)$/m.exec(stat) ?? []
  if (line === undefined) return null
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, hard = 0, soft = 0, stolen = 0] = line
    .split(' ')
    .map(Number)
  // What guests use is counted among user and nice already.
  const busy = user + nice + system
  return { all: busy + idle + waiting + hard + soft + stolen, busy, stolen }
}
