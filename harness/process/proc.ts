import { readdirSync, readFileSync } from 'node:fs'

/** One line of /proc/<pid>/stat, as far as we need it. */
export interface ProcessStat {
  readonly pid: number
  readonly state: string
  readonly parent: number
  readonly group: number
  /** The program's name, at most 15 characters of it. */
  readonly name: string
  /** CPU time of its own and of children that it waited for, in clock ticks. */
  readonly ticks: number
  /** Clock ticks since boot. */
  readonly started: string
}

/** null where there is no such process, or no /proc. */
export function processStat(pid: number): ProcessStat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses and may hold anything, so fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    const [state = '', parent, group] = fields
    return { pid, state, parent: Number(parent), group: Number(group), name, ticks, started: fields[19] ?? '' }
  } catch {
    return null
  }
}

/** All processes that this one can see; empty where there is no /proc. */
export function processStats(): readonly ProcessStat[] {
  return processIds()
    .map(processStat)
    .filter((stat) => stat !== null)
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}
