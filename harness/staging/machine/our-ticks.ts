import { readFileSync } from 'node:fs'
import { currentOwner, formatOwner, OWNER_VARIABLE } from '../../process/owner.ts'
import { type ProcessStat, processStats } from '../../process/proc.ts'

/**
 * Programs that work for a rehearsal without descending from it: a server that was there, an engine, the machine in
 * which an engine lives.
 */
const SERVANTS = /^(postgres|docker|containerd|podman|conmon|crun|runc|qemu|com\.docker|vpnkit|firecracker)/

/** Control groups of containers; whose they are does not show. */
const CONTAINER = /docker|containerd|libpod|crio|kubepods|buildkit/

/** The first process of the kernel's own threads. */
const KERNEL = 2

/** What a process shows of itself beside its line in /proc: its environment and its control group. */
export type Shown = (pid: number, what: 'environ' | 'cgroup') => string

/** The rehearsal's own processes at a moment, by pid and start, and whether any container could be seen at all. */
export interface Ours {
  readonly processes: ReadonlyMap<string, ProcessStat>
  readonly containers: boolean
}

export function readOurs(): Ours {
  return oursAmong(processStats(), process.pid, shown)
}

/** A program counts as somebody else's only where that is certain: neither ours, nor the kernel's, nor in a container. */
export function oursAmong(all: readonly ProcessStat[], own: number, shown: Shown): Ours {
  const byPid = new Map(all.map((stat) => [stat.pid, stat]))
  const mark = `${OWNER_VARIABLE}=${formatOwner(currentOwner())}`
  const home = shown(own, 'cgroup')
  const processes = new Map<string, ProcessStat>()
  let containers = false
  for (const stat of all) {
    const line = ancestry(stat, byPid)
    const group = shown(stat.pid, 'cgroup')
    const contained = CONTAINER.test(group) && group !== home
    const family = line.some(({ pid, name }) => pid === own || pid === KERNEL || SERVANTS.test(name))
    if (contained) containers = true
    if (family || contained || shown(stat.pid, 'environ').split('\0').includes(mark)) processes.set(keyOf(stat), stat)
  }
  return { processes, containers }
}

/**
 * CPU time between two moments, in clock ticks. Whoever ended meanwhile is among the children that its parent waited for,
 * with all it ever used, of which what it had used before is taken off. Where nobody waits, as for a container that is
 * removed, what it used meanwhile is lost, and counts as somebody else's.
 */
export function ticksBetween(from: Ours, to: Ours): number {
  const spent = new Map(
    [...to.processes].map(([key, { ticks }]) => [key, ticks - (from.processes.get(key)?.ticks ?? 0)] as const),
  )
  const parents = new Map([...to.processes].map(([key, { pid }]) => [pid, key] as const))
  for (const [key, { parent, ticks }] of from.processes) {
    const waiting = spent.has(key) ? undefined : parents.get(parent)
    if (waiting !== undefined) spent.set(waiting, Math.max(0, (spent.get(waiting) ?? 0) - ticks))
  }
  return [...spent.values()].reduce((sum, ticks) => sum + Math.max(0, ticks), 0)
}

function keyOf({ pid, started }: ProcessStat): string {
  return `${pid} ${started}`
}

/** The process, its parent, and so on. */
function ancestry(stat: ProcessStat, byPid: ReadonlyMap<number, ProcessStat>): readonly ProcessStat[] {
  const line: ProcessStat[] = []
  // While a list is read, a pid may be given out again; nobody is his own grandfather.
  for (let at: ProcessStat | undefined = stat; at !== undefined && !line.includes(at); at = byPid.get(at.parent))
    line.push(at)
  return line
}

/** Empty where it is gone, or not ours to read. */
function shown(pid: number, what: 'environ' | 'cgroup'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}
