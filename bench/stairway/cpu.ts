import { readFileSync } from 'node:fs'
import type { Session } from '../../harness/database/session.ts'

const TICKS_PER_SECOND = 100

/**
 * CPU seconds that a server and this process have used so far; null where there is no /proc. On a machine with much else
 * to do they tell more than the clock does. Backends count once they have ended, so those of pools would be missed.
 */
export function cpuSeconds({ pid }: Session): number | null {
  try {
    const [, postmaster = 0] = fieldsOf(pid)
    const fields = fieldsOf(postmaster)
    const { user, system } = process.cpuUsage()
    // utime, stime, and those of children that were waited for.
    const server = fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND
    return server + (user + system) / 1e6
  } catch {
    return null
  }
}

/** Of /proc/PID/stat, from the state on, which is no number; the name before it may hold anything. */
function fieldsOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
}
