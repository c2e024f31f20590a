import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFulldress } from '../bars/fulldress.ts'
import { SMALL } from './small-migrations.ts'

const LIMIT_S = 15
const MIGRATIONS = 100
const PROBED = 5

/** `fulldress locks` on small migrations: a hundred without probes, above what one of them takes; a few with probes. */
export async function locksCommandCost(): Promise<boolean> {
  const one = await secondsOf(1, ['--no-probes'])
  const hundred = await secondsOf(MIGRATIONS, ['--no-probes'])
  const probed = await secondsOf(PROBED, [])
  const above = hundred - one
  const holds = above <= LIMIT_S
  console.log(
    `${holds ? 'holds ' : 'MISSED'} fulldress locks --no-probes: ${MIGRATIONS} migrations in ${hundred.toFixed(1)} s, ` +
      `${above.toFixed(1)} s of it after start-up (bar ${LIMIT_S} s); floor: one migration ${one.toFixed(1)} s`,
  )
  const each = (probed - one) / PROBED
  console.log(`        with probes: ${PROBED} migrations in ${probed.toFixed(1)} s, ${each.toFixed(1)} s each`)
  return holds
}

async function secondsOf(count: number, args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-migrations-'))
  try {
    for (let number = 1; number <= count; number++) {
      const sql = SMALL[(number - 1) % SMALL.length] ?? ''
      const name = `${String(number).padStart(3, '0')}_step.up.sql`
      writeFileSync(join(folder, name), sql.replaceAll('$N', String(Math.ceil(number / SMALL.length))))
    }
    const all = ['locks', folder, '--out', join(folder, 'run'), ...args]
    const { exitCode, seconds, stdout, stderr } = await startFulldress(all, { limitSeconds: 1200 }).ended
    // Findings are no failure here; what the operator did wrong, and bugs, are.
    if (exitCode === 0 || exitCode === 1) return seconds
    throw new Error(`expected fulldress locks to end with 0 or 1, found ${exitCode}: ${stdout.slice(-500)} ${stderr}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
