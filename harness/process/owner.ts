import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { processStat } from './proc.ts'

/** Who answers for something that a run started. A pid alone is no identity: it is given out again. */
export interface Owner {
  readonly pid: number
  /** When that process started, as the system counts it (clock ticks since boot on Linux). */
  readonly started: string
  /** The boot during which it ran; empty where the system has no such thing. */
  readonly boot: string
  readonly host: string
}

/**
 * Environment variable that everything started by fulldress carries, so that `clean` finds what a killed run left.
 * Inside a namespace of its own a run inherits it from the process outside, whose pid is the one that others can see.
 */
export const OWNER_VARIABLE = 'FULLDRESS_OWNER'

/** The owner that this process acts for: itself, or the one outside of its namespace. */
export function currentOwner(env: NodeJS.ProcessEnv = process.env): Owner {
  const inherited = parseOwner(env[OWNER_VARIABLE] ?? '')
  return inherited ?? { pid: process.pid, started: startOf(process.pid) ?? '', boot: bootId(), host: hostname() }
}

export function formatOwner({ pid, started, boot, host }: Owner): string {
  return [pid, started.replaceAll(/\s+/g, '_'), boot, host].join('|')
}

/** null where the text is nobody's signature. */
export function parseOwner(text: string): Owner | null {
  const [pid, started, boot, host] = text.split('|')
  if (pid === undefined || started === undefined || boot === undefined || host === undefined) return null
  return /^\d+$/.test(pid) ? { pid: Number(pid), started, boot, host } : null
}

/** Whether the owner still lives. Another machine's owner (engines may be shared) counts as living: it is not ours to judge. */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true
  if (owner.boot !== bootId()) return false
  return startOf(owner.pid) === owner.started
}

function startOf(pid: number): string | null {
  if (process.platform === 'linux') {
    const stat = processStat(pid)
    return stat === null || stat.state === 'Z' ? null : stat.started
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() === '' ? null : stdout.trim().replaceAll(/\s+/g, '_')
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
