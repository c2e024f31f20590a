import { readFileSync, readlinkSync } from 'node:fs'
import { isAlive, OWNER_VARIABLE, parseOwner } from '../../process/owner.ts'
import { processStats } from '../../process/proc.ts'
import { run } from '../../process/run.ts'

/** A process as far as it shows whose it is. */
interface Traces {
  readonly pid: number
  readonly command: string
  /** Command line, environment and working folder, whatever of them can be read. */
  readonly text: string
}

/**
 * Kills what dead runs left running: processes that carry a dead owner's mark, or work in a dead run's folder (for
 * PostgreSQL writes its title over its environment). Resolves with what was killed.
 */
export async function killOrphans(deadFolders: readonly string[]): Promise<readonly string[]> {
  const killed: string[] = []
  // Whoever was about to start another one may have done so meanwhile.
  for (let pass = 0; pass < 5; pass++) {
    const orphans = (await allTraces()).filter((traces) => isOrphan(traces, deadFolders))
    if (orphans.length === 0) break
    for (const { pid, command } of orphans) {
      if (killOne(pid)) killed.push(`${pid} ${command}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return killed
}

function isOrphan({ pid, text }: Traces, deadFolders: readonly string[]): boolean {
  if (pid === process.pid || pid === process.ppid) return false
  const mark = new RegExp(`${OWNER_VARIABLE}=([^\\0\\s]*)`).exec(text)?.[1]
  const owner = mark === undefined ? null : parseOwner(mark)
  if (owner !== null) return !isAlive(owner)
  return deadFolders.some((folder) => text.includes(`${folder}/`))
}

function killOne(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

async function allTraces(): Promise<readonly Traces[]> {
  if (process.platform !== 'linux') return await tracesOfPs()
  return processStats()
    .filter(({ state }) => state !== 'Z')
    .map(({ pid }) => {
      const command = read(`/proc/${pid}/cmdline`)
      const text = `${command}\0${read(`/proc/${pid}/environ`)}\0${folderOf(pid)}/`
      return { pid, command: command.replaceAll('\0', ' ').trim().slice(0, 100), text }
    })
}

/** Where there is no /proc, `ps` shows the environment of one's own processes. */
async function tracesOfPs(): Promise<readonly Traces[]> {
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin' }
  const { stdout } = await run('ps', ['axeww', '-o', 'pid=,command='], { env, timeoutMs: 10_000 })
  return stdout.split('\n').flatMap((line) => {
    const [, pid, text] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined || text === undefined ? [] : [{ pid: Number(pid), command: text.slice(0, 60), text }]
  })
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}
