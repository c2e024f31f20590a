import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Session } from '../../harness/database/session.ts'
import { CLIENTS, send } from './clients.ts'
import { misdocumented } from './documented.ts'
import type { BlockedForm } from './forms/blocked.ts'
import { isEveryday, type Known, type Lock, relationsSeenBy, tell } from './seen.ts'
import { type Bench, locksOf, setStage } from './trial.ts'
import { locksOf as backendLocks, named } from './truth.ts'

/** Long enough for many samples at 5 ms, also on a machine that is busy elsewhere. */
const HELD_MS = 150

/**
 * What is wrong with the trace of a form that had to wait; empty where it shows, for every client, what the
 * documentation says and all that another session saw in pg_locks at that time.
 */
export async function tryBlocked(form: BlockedForm, { server, looker, tracing }: Bench): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const client of CLIENTS) {
    await setStage(looker, form.setUp)
    const known = await relationsSeenBy(looker)
    await tracing.take()
    await using holder = await connect(server, 'holder')
    await holder.run('BEGIN')
    await holder.run(form.behind)
    const sent = send(form, client, tracing.address)
    // Its failure is awaited below; until then it must not end the process.
    sent.catch(() => undefined)
    const waiting = await waitingBehind(holder.pid, looker, known)
    await sleep(HELD_MS)
    await holder.run('ROLLBACK')
    await sent
    const [statement, ...more] = (await tracing.take()).filter(({ sql }) => sql.trim() === form.statement)
    if (statement === undefined || more.length > 0) wrong.push(`${client}: traced ${more.length} times`)
    else wrong.push(...lacking(locksOf(statement, known), waiting, form).map((lack) => `${client}: ${lack}`))
  }
  return wrong
}

/** What the one who waits for `pid` holds and waits for; empty where nobody came to wait within 10 s. */
async function waitingBehind(pid: number, looker: Session, known: Known): Promise<readonly Lock[]> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(5)) {
    const [waiter] = await looker.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))',
      [pid],
    )
    if (waiter !== undefined) return named(await backendLocks(waiter.pid, looker), known)
  }
  return []
}

function lacking(traced: readonly Lock[], waiting: readonly Lock[], { documented }: BlockedForm): readonly string[] {
  const seen = tell(traced)
  const truth = waiting.filter(({ relation, mode }) => !isEveryday(relation, mode))
  if (truth.length === 0) return ['it never waited']
  const missing = tell(truth).filter((lock) => !seen.includes(lock) && !lock.includes('gone'))
  const told = misdocumented(documented, truth)
  return missing.length === 0 ? told : [...told, `not traced: ${missing.join(', ')}`]
}
