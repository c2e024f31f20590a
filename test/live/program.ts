import { spawnSync } from 'node:child_process'

/** Whether a program of PostgreSQL's own is on the path and runs. Tests that need one are pending without it. */
export function hasProgram(name: 'psql' | 'pgbench'): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 10_000 }).status === 0
}
