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

/** CPU time in clock ticks, and whether any container could be seen at all. */
export interface Ours {
  readonly ticks: number
  readonly containers: boolean
}

/**
 * CPU time of the rehearsal's own programs, with that of children they waited for: of two such sums the difference is
 * what they used in between, whoever has ended meanwhile.
 */
export function readOurs(): Ours {
  return sumOurs(processStats(), process.pid, shown)
}

/** A program counts as somebody else's only where that is certain: neither ours, nor the kernel's, nor in a container. */
export function sumOurs(all: readonly ProcessStat[], own: number, shown: Shown): Ours {
  const byPid = new Map(all.map((stat) => [stat.pid, stat]))
  const mark = `${OWNER_VARIABLE}=${formatOwner(currentOwner())}`
  const home = shown(own, 'cgroup')
  let [ticks, containers] = [0, false]
  for (const stat of all) {
    const line = ancestry(stat, byPid)
    const group = shown(stat.pid, 'cgroup')
    const contained = CONTAINER.test(group) && group !== home
    const family = line.some(({ pid, name }) => pid === own || pid === KERNEL || SERVANTS.test(name))
    if (contained) containers = true
    if (family || contained || shown(stat.pid, 'environ').split('\0').includes(mark)) ticks += stat.ticks
  }
  return { ticks, containers }
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
