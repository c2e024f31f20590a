import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Session } from '../../harness/database/session.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'

export interface Workload {
  readonly address: DatabaseAddress
  readonly sessions: number
  readonly forMs: number
  readonly seed: number
}

const SCHEMA = `
  CREATE TABLE accounts (id int PRIMARY KEY, total int);
  INSERT INTO accounts SELECT n, 0 FROM generate_series(1, 12) n;
  CREATE TABLE carts (id int PRIMARY KEY, note text);
  CREATE TABLE parents (id int PRIMARY KEY, name text);
  INSERT INTO parents SELECT n, 'p' FROM generate_series(1, 4) n;
  CREATE TABLE children (id bigserial PRIMARY KEY, parent int REFERENCES parents);
  CREATE TABLE keys (id int PRIMARY KEY)`

/** Sessions that get into one another's way in every manner, with waits of milliseconds to seconds; the same seed asks for the same. */
export async function contend({ address, sessions, forMs, seed }: Workload): Promise<void> {
  await using set = await connect(address, 'set-up')
  await set.run(SCHEMA)
  const endMs = Date.now() + forMs
  const workers = Array.from({ length: sessions }, (_, at) => work(address, endMs, randomFrom(seed * 1_000 + at)))
  await Promise.all([...workers, interrupt(address, endMs, randomFrom(seed))])
}

type Random = () => number

async function work(address: DatabaseAddress, endMs: number, random: Random): Promise<void> {
  let session: Session | null = null
  while (Date.now() < endMs) {
    session ??= await connect(address, 'shop')
    try {
      await session.run(transaction(random))
    } catch (error) {
      // Deadlocks, timeouts and cancelled statements are what this is for; an ended session is opened anew.
      const code = (error as { code?: string }).code ?? ''
      const alive = ['40P01', '55P03', '57014', '23505', '23503'].includes(code)
      if (alive) await session.run('ROLLBACK').catch(() => undefined)
      else {
        await session[Symbol.asyncDispose]()
        session = null
      }
    }
    await sleep(random() * 30)
  }
  await session?.[Symbol.asyncDispose]()
}

const MODES = [
  'ACCESS SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'ACCESS EXCLUSIVE',
]

/** One transaction in one message. Most are short, some hold what they have for up to two seconds. */
function transaction(random: Random): string {
  const of = (most: number) => 1 + Math.floor(random() * most)
  const hold = `SELECT pg_sleep(${(0.02 + 1.6 * random() ** 4).toFixed(3)})`
  const limit = random() < 0.15 ? `SET LOCAL ${random() < 0.5 ? 'lock' : 'statement'}_timeout = ${60 + of(700)};` : ''
  const begin = `BEGIN; ${limit}`
  const update = (id: number) => `UPDATE accounts SET total = total + 1 WHERE id = ${id}`
  const kinds = [
    () => `${update(of(4))}; ${hold}`,
    () => `${update(4 + of(4))}; ${hold}; ${update(4 + of(4))}`,
    () => `LOCK TABLE carts IN ${MODES[of(MODES.length) - 1]} MODE; ${hold}`,
    () => `SELECT pg_advisory_xact_lock(${of(3)}); ${hold}`,
    () => `SELECT pg_advisory_lock(${10 + of(2)}); ${hold}; SELECT pg_advisory_unlock_all()`,
    () => `INSERT INTO children (parent) VALUES (${of(4)}); ${hold}`,
    () => `SELECT FROM parents WHERE id = ${of(4)} FOR UPDATE; ${hold}`,
    () => `INSERT INTO keys VALUES (${of(3)}); ${hold}; DELETE FROM keys`,
    () => `SELECT FROM accounts WHERE id = ${8 + of(2)} FOR SHARE; ${hold}`,
    () => `${update(8 + of(2))}; ${hold}`,
  ]
  return `${begin} ${(kinds[of(kinds.length) - 1] as () => string)()}; COMMIT`
}

/** Now and then cancels a statement that waits, or ends its session. */
async function interrupt(address: DatabaseAddress, endMs: number, random: Random): Promise<void> {
  await using session = await connect(address, 'interrupt')
  while (Date.now() < endMs) {
    await sleep(200 + random() * 800)
    const how = random() < 0.7 ? 'pg_cancel_backend' : 'pg_terminate_backend'
    await session.run(
      `SELECT ${how}(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'shop' ORDER BY random() LIMIT 1`,
    )
  }
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
