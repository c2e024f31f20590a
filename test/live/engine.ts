import { execFileSync } from 'node:child_process'

let answer: boolean | undefined

/** Whether a container engine answers here; asked once. Tests that need one are pending without it. */
export function hasEngine(): boolean {
  answer ??= ask()
  return answer
}

function ask(): boolean {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 60_000 })
    return true
  } catch {
    return false
  }
}
