import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LedgerReading } from '../../harness/acts/ledger-reading.ts'
import { playTimes } from '../../harness/acts/play-times.ts'
import { hashOf } from '../../harness/database/content.ts'
import { openLedger } from '../../harness/database/ledger.ts'
import { recordedWrites } from '../../harness/traffic/recorded-writes.ts'
import { startTestServer } from '../../test/live/postgres.ts'

/**
 * A million acknowledged writes with their content are looked up in memory that no longer grows after the first tenth of
 * them, with an index on the key and without; 50 each that are lost, doubled or changed are found.
 */
const WRITES = Number(process.argv[2] ?? 1_000_000)
const MOST_MIB = 64
const SPOILT = 50

const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
let missed = 0
try {
  const file = join(folder, 'acknowledged.jsonl')
  await writeFile(file)
  await using server = await startTestServer(17)
  await using session = await server.session()
  await session.run(`
    CREATE TABLE orders AS SELECT 'order-' || n AS reference, n AS cents FROM generate_series(1, ${WRITES}) AS n;
    DELETE FROM orders WHERE cents <= ${SPOILT};
    INSERT INTO orders SELECT * FROM orders WHERE cents <= ${2 * SPOILT};
    UPDATE orders SET cents = 0 WHERE cents > ${2 * SPOILT} AND cents <= ${3 * SPOILT};
    ANALYZE orders`)
  for (const index of ['CREATE INDEX ON orders (reference)', 'DROP INDEX orders_reference_idx']) {
    await session.run(index)
    const { seconds, early, mib, found } = await read(file, server.address)
    const holds = mib <= MOST_MIB && found === 'missing 50, doubled 50, changed 50'
    if (!holds) missed++
    const how = index.startsWith('CREATE') ? 'with an index on the key' : 'without an index'
    console.log(
      `${holds ? 'holds ' : 'MISSED'} ${WRITES} writes ${how}: ${seconds.toFixed(1)} s, memory ${early.toFixed(0)} MiB after a tenth, at most ${mib.toFixed(0)} MiB more later (limit ${MOST_MIB}); ${found}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missed === 0 ? 0 : 1

async function writeFile(file: string): Promise<void> {
  const stream = createWriteStream(file)
  for (let n = 1; n <= WRITES; n++) {
    const write = {
      ledger: 'orders',
      key: `order-${n}`,
      atMs: n,
      endpoint: 'POST /orders',
      content: [hashOf(String(n))],
    }
    if (!stream.write(`${JSON.stringify(write)}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

async function read(file: string, address: Parameters<typeof openLedger>[0]) {
  const content = [{ field: 'cents', column: 'cents' }]
  const ledger = { name: 'orders', table: 'orders', query: null, key: 'reference', content }
  const startedAt = performance.now()
  let [early, most, count] = [0, 0, 0]
  const timer = setInterval(() => {
    const rss = process.memoryUsage.rss() / 2 ** 20
    if (count < WRITES / 10) early = Math.max(early, rss)
    most = Math.max(most, rss)
  }, 50)
  await using open = await openLedger(address, ledger)
  const reading = new LedgerReading(ledger, open, playTimes([]))
  for await (const write of recordedWrites(file)) {
    count++
    await reading.add(write)
  }
  await reading.flush()
  clearInterval(timer)
  const [act] = reading.acts
  const found = `missing ${act?.missing}, doubled ${act?.doubled}, changed ${act?.changed}`
  return { seconds: (performance.now() - startedAt) / 1000, early, mib: most - early, found }
}
