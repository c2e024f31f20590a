import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Session } from '../database/session.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type Loop, type Rhythm, startLoop } from './loop.ts'
import { APPLICATIONS, preparedReads } from './rhythms.ts'
import type { Target } from './targets.ts'

/** Whoever else uses the tables meanwhile. */
export interface Companion {
  readonly pids: readonly number[]
  /** What it does again and again; its errors are harm that only a companion suffers. */
  readonly loops: readonly Loop[]
  /** Gets out of the way; what it holds is given back. */
  letGo(): Promise<void>
}

export type Beside = 'long-reader' | 'idle-writer' | 'opposite-order' | 'prepared'

/** Resolves once it is in position. */
export async function openCompanion(
  address: DatabaseAddress,
  beside: Beside,
  targets: readonly Target[],
): Promise<Companion> {
  switch (beside) {
    case 'long-reader':
      return holding(
        address,
        'BEGIN ISOLATION LEVEL REPEATABLE READ',
        targets.map(({ sql, relkind }) => `SELECT 1 FROM ${sql} LIMIT ${relkind === 'f' ? 0 : 1}`),
      )
    case 'idle-writer':
      return holding(
        address,
        'BEGIN',
        targets.flatMap(({ hold }) => hold ?? []),
      )
    case 'opposite-order':
      return looping(address, oppositeOrder(targets))
    case 'prepared':
      return looping(address, preparedReads(targets))
    default:
      return beside satisfies never
  }
}

/** A companion must come into position even where a trigger of its own update waits for something. */
const PATIENCE = { lock_timeout: '1s' }

/** One transaction that does each of these and then nothing, as one that waits for its client does. */
async function holding(address: DatabaseAddress, begin: string, statements: readonly string[]): Promise<Companion> {
  const session = await connect(address, { application: APPLICATIONS.companion, settings: PATIENCE })
  await session.run(begin)
  for (const sql of statements) await within(session, sql)
  let open = true
  return {
    pids: [session.pid],
    loops: [],
    async letGo() {
      if (!open) return
      open = false
      await session.run('ROLLBACK').catch(() => undefined)
      await session[Symbol.asyncDispose]()
    },
  }
}

/** What one table refuses must not cost us the others. */
async function within(session: Session, sql: string): Promise<void> {
  await session.run('SAVEPOINT one')
  await session.run(sql).catch(() => session.run('ROLLBACK TO one'))
}

async function looping(address: DatabaseAddress, rhythms: readonly Rhythm[]): Promise<Companion> {
  const loops = await Promise.all(rhythms.map((rhythm) => startLoop(address, rhythm)))
  return {
    pids: loops.map(({ pid }) => pid),
    loops,
    async letGo() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

/** Holding one and not yet the next is the moment that matters, so it makes up most of the time. */
const BETWEEN_TABLES_MS = 25

/** Two transactions that take the tables in the opposite order: one their rows, the other nothing but their locks. */
function oppositeOrder(targets: readonly Target[]): readonly Rhythm[] {
  const backwards = targets.filter(({ write, relkind }) => write !== null && relkind !== 'S').toReversed()
  if (backwards.length === 0) return []
  const what = `a transaction on ${backwards.map(({ relation }) => relation).join(', then ')}`
  const taking = (name: string, of: (target: Target) => string): Rhythm => ({
    ...{ by: 'companion', what: `${what} (${name})`, sql: backwards.map(of).join('; ') },
    application: APPLICATIONS.companion,
    async perform(session) {
      await session.run('BEGIN')
      for (const target of backwards) {
        await session.run(of(target))
        await sleep(BETWEEN_TABLES_MS)
      }
      await session.run('ROLLBACK')
    },
  })
  return [
    taking('rows', ({ hold }) => hold ?? 'SELECT 1'),
    taking('tables', ({ sql }) => `SELECT 1 FROM ${sql} WHERE false FOR UPDATE`),
  ]
}
