import { readFileSync } from 'node:fs'

/** USER_HZ, which is 100 on every Linux that Node runs on. https://man7.org/linux/man-pages/man7/time.7.html */
const TICK_MS = 10

/**
 * CPU time of a backend so far, in ms; 0 where it cannot be seen from here: another host, or a container with process
 * numbers of its own.
 */
export function backendCpuMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; counting starts behind it.
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    if (name !== 'postgres') return 0
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return 0
  }
}

/** CPU time of this thread so far, in ms: without the threads of the runtime, which work for everybody. */
export function ownCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export interface CpuMeter {
  /** Does some work and counts what it cost this thread. */
  of(work: () => void): void
  /** The backend's CPU and ours since the last call, in ms. */
  takeMs(): number
}

/** What watching costs: the backend, and on this thread whatever is done with what it told. */
export function meterCpu(backendPid: number): CpuMeter {
  let backendMs = backendCpuMs(backendPid)
  let ownMs = 0
  return {
    of(work) {
      const before = ownCpuMs()
      work()
      ownMs += ownCpuMs() - before
    },
    takeMs() {
      const now = backendCpuMs(backendPid)
      const cpuMs = ownMs + Math.max(0, now - backendMs)
      backendMs = now
      ownMs = 0
      return Math.round(cpuMs)
    },
  }
}
