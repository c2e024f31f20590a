import { setTimeout as sleep } from 'node:timers/promises'
import { processStats } from './proc.ts'

/** Signals a process group by its leader; false where nobody is left. `alone` signals the leader only. */
export function killGroup(leader: number | undefined, signal: NodeJS.Signals, alone = false): boolean {
  if (leader === undefined) return false
  try {
    return process.kill(alone ? leader : -leader, signal)
  } catch {
    // ESRCH: gone already. EPERM: macOS answers so for a group of zombies.
    return false
  }
}

/** Resolves when nobody of the group is left; whoever calls has set a time for killing it. Gives up after a minute. */
export async function groupEnded(leader: number | undefined): Promise<void> {
  const deadline = Date.now() + 60_000
  while (leader !== undefined && Date.now() < deadline && exists(leader)) await sleep(15)
}

function exists(leader: number): boolean {
  try {
    process.kill(-leader, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  // A container's first process may never collect orphans: they stay in the group as zombies for ever, and count no more.
  return processStats().some(({ group, state }) => group === leader && state !== 'Z')
}
