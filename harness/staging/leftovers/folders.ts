import { existsSync } from 'node:fs'
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Owner, parseOwner } from '../../process/owner.ts'
import { run } from '../../process/run.ts'
import { OWNER_FILE } from '../temporary.ts'

export interface RunFolder {
  readonly path: string
  readonly id: string
  readonly owner: Owner
}

const NAME = /^fulldress-[a-z0-9]+-[A-Za-z0-9]{6}$/
/** What has no signature must at least bear a run's id: others may call their folders after us. */
const UNSIGNED = /\/fulldress-[0-9a-f]{6}-[A-Za-z0-9]{6}$/

/** Temporary folders of runs, live or dead. Whatever is not signed by a run is not ours to remove. */
export async function runFolders(): Promise<readonly RunFolder[]> {
  const names = (await readdir(tmpdir())).filter((name) => NAME.test(name))
  const found = await Promise.all(names.map((name) => readFolder(join(tmpdir(), name))))
  return found.filter((folder) => folder !== null)
}

/** Removes a dead run's folder, and the shared memory that its database could not give back. */
export async function removeFolder({ path }: RunFolder): Promise<void> {
  await removeSharedMemory(path)
  await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 })
}

async function readFolder(path: string): Promise<RunFolder | null> {
  try {
    const signed = JSON.parse(await readFile(join(path, OWNER_FILE), 'utf8')) as { id?: string; owner?: string }
    const owner = parseOwner(signed.owner ?? '')
    return owner === null ? null : { path, id: signed.id ?? '', owner }
  } catch {
    await removeIfStillborn(path)
    return null
  }
}

/** A run killed between making its folder and signing it leaves an empty one. */
async function removeIfStillborn(path: string): Promise<void> {
  if (!UNSIGNED.test(path)) return
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )
  if (age > 60_000) await rmdir(path).catch(() => undefined)
}

/** Line 7 of postmaster.pid: key and id of the one System V segment by which a server guards its data directory. */
async function removeSharedMemory(path: string): Promise<void> {
  const file = join(path, 'postgres', 'data', 'postmaster.pid')
  if (!existsSync(file)) return
  const id = (await readFile(file, 'utf8')).split('\n')[6]?.trim().split(/\s+/)[1]
  if (id === undefined || !/^\d+$/.test(id)) return
  await run('ipcrm', ['-m', id], { env: { PATH: process.env.PATH ?? '/usr/bin:/bin' }, timeoutMs: 5000 })
}
