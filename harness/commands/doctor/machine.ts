import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { availableParallelism, totalmem } from 'node:os'
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

export async function memory(): Promise<Symptom> {
  const says = `${formatBytes(totalmem())} in all`
  if (totalmem() >= MEMORY_BYTES) return { about: 'memory', state: 'ok', says }
  return { about: 'memory', state: 'weaker', says, remedy: 'use a machine with 3 GB or more, or seed fewer rows' }
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
