import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { availableParallelism, loadavg, tmpdir, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { formatBytes } from '../../model/duration.ts'
import type { Symptom } from './symptom.ts'

/** The sample's data set, its clone and a PostgreSQL, with room to spare. */
const DISK_BYTES = 5e9
const MEMORY_BYTES = 3e9

export async function node(): Promise<Symptom> {
  const cores = availableParallelism()
  const state = cores < 2 ? 'weaker' : 'ok'
  const remedy = cores < 2 ? { remedy: 'use a machine with 2 cores or more: k6 and the services share this one' } : {}
  return {
    about: 'node',
    state,
    says: `${process.version} on ${process.platform} ${process.arch}, ${cores} cores`,
    ...remedy,
  }
}

/** What else is at work: a rehearsal measures times, and sees nothing while it is not let run. Windows tells of no load. */
export async function load(): Promise<Symptom> {
  return loadOf(loadavg()[0] ?? 0, availableParallelism())
}

export function loadOf(lastMinute: number, cores: number): Symptom {
  const says = `${lastMinute.toFixed(1)} in the last minute, on ${cores} ${cores === 1 ? 'core' : 'cores'}`
  if (lastMinute <= cores) return { about: 'load', state: 'ok', says }
  return {
    about: 'load',
    state: 'weaker',
    says,
    remedy: 'ps aux --sort=-pcpu | head shows what keeps it busy: wait for that, or a rehearsal ends INCONCLUSIVE',
  }
}

/** Room where downloads and data go. */
export async function disk(cache: string): Promise<Symptom> {
  const folder = firstExisting(cache)
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const says = `${formatBytes(free)} free for ${cache}`
  if (free >= DISK_BYTES) return { about: 'disk', state: 'ok', says }
  return {
    about: 'disk',
    state: 'weaker',
    says,
    remedy: 'FULLDRESS_CACHE=/a/bigger/disk moves what is kept between runs',
  }
}

/** Room for the staging copy, which is thrown away: its data lie where temporary files do. */
export async function temporaryDisk(): Promise<Symptom> {
  const { bavail, bsize } = await statfs(tmpdir())
  const says = `${formatBytes(bavail * bsize)} free for data of the staging copy in ${tmpdir()}`
  if (bavail * bsize >= DISK_BYTES) return { about: 'data', state: 'ok', says }
  return {
    about: 'data',
    state: 'weaker',
    says,
    remedy: 'TMPDIR=/a/bigger/disk puts it elsewhere; fulldress clean removes what killed runs left',
  }
}

/** What there is, or as much of it as a limit of this container leaves, and what is free of it now. */
export async function memory(): Promise<Symptom> {
  const limit = process.constrainedMemory()
  const all = limit > 0 ? Math.min(limit, totalmem()) : totalmem()
  const says = `${formatBytes(all)} in all, ${formatBytes(process.availableMemory())} free`
  if (all < MEMORY_BYTES)
    return { about: 'memory', state: 'weaker', says, remedy: 'use a machine with 3 GB or more, or seed fewer rows' }
  if (process.availableMemory() >= MEMORY_BYTES / 2) return { about: 'memory', state: 'ok', says }
  return {
    about: 'memory',
    state: 'weaker',
    says,
    remedy: 'ps aux --sort=-rss | head shows who has it: end what need not run',
  }
}

/** On Linux each run has a loopback address of its own; elsewhere a system may refuse all but 127.0.0.1. */
export async function ports(): Promise<Symptom> {
  const host = process.platform === 'linux' ? '127.77.0.1' : '127.0.0.1'
  const trouble = await new Promise<Error | null>((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen(0, host, () => server.close(() => resolve(null)))
  })
  if (trouble === null)
    return { about: 'ports', state: 'ok', says: `a free port on ${host}; ports are chosen by the system` }
  return { about: 'ports', state: 'missing', says: trouble.message, remedy: 'sudo ip link set lo up' }
}

function firstExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : firstExisting(dirname(folder))
}
