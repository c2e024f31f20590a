import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { run } from '../../harness/process/run.ts'
import { keepTrace } from '../modes/tracing.ts'
import { ratioOf, spell } from './bounds.ts'
import { startRelay } from './relay.ts'
import { startSteadyServer } from './server.ts'

const LIMIT = 1.1
const MEGABYTES = 200

/** How much longer a bulk COPY by psql takes through the proxy. */
export async function proxyCopy(pairs: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-copy-'))
  try {
    const file = join(folder, 'rows.tsv')
    await writeRows(file)
    await using server = await startSteadyServer()
    const database = await server.createDatabase()
    await using session = await server.session(database)
    await session.run(
      'CREATE TABLE bulk (id bigint, customer_id bigint, amount numeric, note text, placed_at timestamptz)',
    )
    await using tracing = await keepTrace(database)
    await using relay = await startRelay(database)
    const timed = async (address: DatabaseAddress) => {
      await session.run('TRUNCATE bulk')
      await session.run('CHECKPOINT')
      return secondsOf(address, file)
    }
    // Once for the page cache and the files of the table.
    for (const address of [database, tracing.address]) await timed(address)
    const through: [number, number][] = []
    let cpuMs = 0
    const relayed: [number, number][] = []
    for (let pair = 0; pair < pairs; pair++) {
      const first = pair % 2 === 0 ? await timed(database) : null
      const before = process.cpuUsage()
      const proxied = await timed(tracing.address)
      const { user, system } = process.cpuUsage(before)
      cpuMs += (user + system) / 1_000
      const direct = first ?? (await timed(database))
      through.push([proxied, direct])
      // A relay in every fourth round is enough for a floor.
      if (pair % 4 === 0) relayed.push([await timed(relay.address), direct])
      console.log(`  ${pair + 1}: directly ${direct.toFixed(2)} s, through the proxy ${proxied.toFixed(2)} s`)
    }
    const ratio = ratioOf(through)
    const holds = ratio.upper <= LIMIT
    const floor = relayed.length > 1 ? spell(ratioOf(relayed)) : 'not measured'
    console.log(
      `${holds ? 'holds ' : 'MISSED'} COPY of ${MEGABYTES} MB: ${spell(ratio)}, bar ${LIMIT}; floor: a relay ${floor}`,
    )
    console.log(`        the proxy's own CPU: ${(cpuMs / pairs / 1_000).toFixed(2)} s of each`)
    return holds
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeRows(file: string): Promise<void> {
  await using handle = await open(file, 'w')
  let bytes = 0
  for (let id = 0; bytes < MEGABYTES * 1e6; ) {
    let chunk = ''
    for (const end = id + 10_000; id < end; id++) {
      chunk += `${id}\t${id % 1000}\t${id % 10_000}.25\tthe note of order ${id}, as long as notes are\t2026-01-01 12:00:00+00\n`
    }
    bytes += chunk.length
    await handle.write(chunk)
  }
}

async function secondsOf({ host, port, user, password, database }: DatabaseAddress, file: string): Promise<number> {
  const env = { PATH: process.env.PATH ?? '', PGPASSWORD: password }
  const where = ['-X', '-q', '-h', host, '-p', String(port), '-U', user, '-d', database]
  const startedAt = performance.now()
  const { exitCode, tail } = await run('psql', [...where, '-c', `\\copy bulk FROM '${file}'`], {
    env,
    timeoutMs: 300_000,
  })
  if (exitCode !== 0) throw new Error(`expected psql to copy, found exit code ${exitCode}: ${tail}`)
  return (performance.now() - startedAt) / 1000
}
