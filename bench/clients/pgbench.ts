import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { run } from '../../harness/process/run.ts'
import { start } from '../../harness/process/spawn.ts'

export const PGBENCH_MODES = ['simple', 'extended', 'prepared'] as const

/** Runs pgbench and returns what it printed; throws where it does not end well. */
export async function pgbench(
  { host, port, user, password, database }: DatabaseAddress,
  args: readonly string[],
): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', PGPASSWORD: password, LANG: 'C' }
  const where = ['-h', host, '-p', String(port), '-U', user, database]
  const { exitCode, stdout, tail, error } = await run('pgbench', [...args, ...where], { env, timeoutMs: 600_000 })
  if (exitCode !== 0 || /error|aborted/i.test(tail.replace(/^number of .*$/gm, ''))) {
    throw new Error(`pgbench ${args.join(' ')} ended with ${exitCode}: ${error?.message ?? tail}`)
  }
  return stdout
}

/** pgbench that goes on while others come and go; disposal ends it. */
export function startPgbench(
  { host, port, user, password, database }: DatabaseAddress,
  args: readonly string[],
): AsyncDisposable & { readonly ended: Promise<unknown> } {
  const env = { PATH: process.env.PATH ?? '', PGPASSWORD: password, LANG: 'C' }
  const where = ['-h', host, '-p', String(port), '-U', user, database]
  const running = start('pgbench', [...args, ...where], { env, output: 'ignore' })
  return {
    ended: running.exited,
    async [Symbol.asyncDispose]() {
      await running.stop()
    },
  }
}

/** Transactions a second, without the time for connecting. */
export function tpsOf(stdout: string): number {
  return Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1])
}
