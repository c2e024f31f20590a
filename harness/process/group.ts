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
