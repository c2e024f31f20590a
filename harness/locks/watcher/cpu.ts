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

export interface SampleMeter {
  /** Runs one sample and notes what it cost this thread. */
  of<T>(work: () => Promise<T>): Promise<T>
  /** The backend's CPU and ours for all samples since the last call, in ms. */
  takeMs(): number
}

const KEPT = 1000

/**
 * What watching costs. While a sample is on its way the thread may do anything else, so the median sample stands for
 * ours: the traffic's work does not count as the watcher's.
 */
export function meterSamples(backendPid: number): SampleMeter {
  let backendMs = backendCpuMs(backendPid)
  let samples = 0
  let costs: number[] = []
  return {
    async of(work) {
      const before = ownCpuMs()
      const result = await work()
      // A ring: the last thousand are as good as all.
      costs[samples++ % KEPT] = ownCpuMs() - before
      return result
    },
    takeMs() {
      const median = costs.toSorted((one, other) => one - other)[Math.floor(costs.length / 2)] ?? 0
      const now = backendCpuMs(backendPid)
      const cpuMs = median * samples + Math.max(0, now - backendMs)
      backendMs = now
      samples = 0
      costs = []
      return Math.round(cpuMs)
    },
  }
}
