import type { TracedStatement } from '../../harness/locks/proxy/proxy.ts'
import type { Client } from './client.ts'

/** What the trace of a client's job lacks, one sentence each. */
export function lacking({ expects, sampled }: Client, traced: readonly TracedStatement[]): readonly string[] {
  const told = expects.flatMap(({ statement, lock }) => {
    const found = traced.filter(({ sql, error }) => statement.test(sql) && error === null)
    if (found.length === 0) return [`no statement traced like ${statement}`]
    // What an earlier statement of the transaction took is held already, and so is not new.
    const held = found.flatMap((one) =>
      traced
        .filter(({ connection, transaction }) => connection === one.connection && transaction === one.transaction)
        .filter(({ index }) => index <= one.index)
        .flatMap(({ locks }) => locks.map(({ relation, mode }) => `${relation} ${mode}`)),
    )
    return lock === null || held.includes(lock) ? [] : [`${statement} traced without ${lock}: ${held.join(', ')}`]
  })
  if (!traced.some(({ error }) => error?.sqlstate === '23505')) told.push('no statement traced that met a duplicate')
  const inexact = traced.filter(({ sql, exact }) => !exact && !sampled.test(sql))
  return [...told, ...inexact.slice(0, 3).map(({ sql, because }) => `only sampled: ${sql.slice(0, 60)} (${because})`)]
}
