import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
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

export interface RunningPgbench extends AsyncDisposable {
  /** Transactions a second over so many whole seconds, from the first that begins after `settleS`. */
  tpsOver(settleS: number, seconds: number): Promise<number>
}

/** pgbench that goes on while others come and go; it tells how it fares second by second. */
export function startPgbench(
  { host, port, user, password, database }: DatabaseAddress,
  args: readonly string[],
): RunningPgbench {
  const env = { PATH: process.env.PATH ?? '', PGPASSWORD: password, LANG: 'C' }
  const running = start('pgbench', [...args, '-P', '1', '-h', host, '-p', String(port), '-U', user, database], { env })
  const told: number[] = []
  const lines = createInterface({ input: running.stderr ?? process.stdin })
  lines.on('line', (line) => {
    const tps = /^progress: .*?, ([\d.]+) tps/.exec(line)?.[1]
    if (tps !== undefined) told.push(Number(tps))
  })
  return {
    async tpsOver(settleS, seconds) {
      const from = told.length + settleS + 1
      while (told.length < from + seconds) {
        if (await Promise.race([running.exited, sleep(50)])) throw new Error('pgbench ended before its time')
      }
      const seen = told.slice(from, from + seconds)
      return seen.reduce((sum, tps) => sum + tps, 0) / seen.length
    },
    async [Symbol.asyncDispose]() {
      await running.stop()
    },
  }
}

/** Transactions a second, without the time for connecting. */
export function tpsOf(stdout: string): number {
  return Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1])
}
