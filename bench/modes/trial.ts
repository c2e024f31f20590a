import { connect, type Session } from '../../harness/database/session.ts'
import type { TracedStatement } from '../../harness/locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { CLIENTS, type Client, send } from './clients.ts'
import { misdocumented } from './documented.ts'
import type { Form } from './form.ts'
import { isEveryday, type Known, type Lock, lockOf, relationsSeenBy, tell } from './seen.ts'
import { CLEARING, SHARED, STAGE } from './stage.ts'
import type { Tracing } from './tracing.ts'
import { handHeld } from './truth.ts'

/** Where forms are tried: the server itself, a session that looks on, and the proxy. */
export interface Bench {
  readonly server: DatabaseAddress
  readonly looker: Session
  readonly tracing: Tracing
}

export async function prepareServer(looker: Session): Promise<void> {
  for (const statement of SHARED) await looker.run(statement)
}

export async function setStage(looker: Session, setUp = ''): Promise<void> {
  await looker.run(CLEARING)
  await looker.run(STAGE)
  if (setUp !== '') await looker.run(setUp)
}

/** What is wrong with the trace of a form, one sentence each; empty where every client's equals the truth. */
export async function tryForm(form: Form, { server, looker, tracing }: Bench): Promise<readonly string[]> {
  await setStage(looker, form.setUp)
  const truth = await trulyHeld(form, server, looker)
  const wrong = [...misdocumented(form.documented, truth)]
  for (const client of CLIENTS) {
    if (client !== CLIENTS[0]) await setStage(looker, form.setUp)
    const known = await relationsSeenBy(looker)
    await tracing.take()
    await send(form, client, tracing.address)
    const traced = (await tracing.take()).filter(({ sql }) => sql.trim() === form.statement)
    wrong.push(...differences(client, traced, tell(truth), known))
  }
  return wrong
}

async function trulyHeld(form: Form, server: DatabaseAddress, looker: Session): Promise<readonly Lock[]> {
  await using holder = await connect(server, 'truth')
  // Awaited here, for the session ends with this block.
  return await handHeld(holder, looker, form.statement)
}

function differences(client: Client, traced: readonly TracedStatement[], truth: readonly string[], known: Known) {
  const [statement] = traced
  if (statement === undefined || traced.length > 1) return [`${client}: traced ${traced.length} times`]
  const seen = tell(locksOf(statement, known))
  const told = statement.exact ? [] : [`${client}: only sampled (${statement.because})`]
  const missing = truth.filter((lock) => !seen.includes(lock))
  const extra = seen.filter((lock) => !truth.includes(lock))
  if (missing.length > 0) told.push(`${client}: not traced: ${missing.join(', ')}`)
  if (extra.length > 0) told.push(`${client}: traced, and not in pg_locks: ${extra.join(', ')}`)
  return told
}

/** The trace's locks in the words of the truth. */
export function locksOf({ locks, advisory }: TracedStatement, known: Known): readonly Lock[] {
  return [
    ...locks
      .filter(({ relation, mode }) => !isEveryday(relation, mode))
      .map(({ relation, relkind, mode, existed }) => lockOf(relation, mode, { existed, kind: relkind, known })),
    ...advisory.map(({ mode }) => ({ relation: 'advisory', mode, text: `advisory ${mode}` })),
  ]
}
