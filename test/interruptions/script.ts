import { readScript, type Script } from '../../harness/interruptions/script.ts'
import type { TracedStatement } from '../../harness/locks/proxy/trace.ts'

export type Sent = string | { readonly sql: string; readonly ms?: number; readonly heardAlone?: boolean }

/** What a tool sent over one connection, transaction by transaction, as the proxy traces it. */
export function scriptOf(...transactions: readonly (readonly Sent[])[]): Script {
  const heardAlone = new Set<string>()
  const statements = transactions.flatMap((sent, at) => sent.map((one) => ({ one, transaction: at + 1 })))
  const traced = statements.map(({ one, transaction }, at): TracedStatement => {
    const { sql, ms = 1, heardAlone: alone = true } = typeof one === 'string' ? { sql: one } : one
    if (alone) heardAlone.add(`1/${at + 1}`)
    return {
      ...{ connection: 1, pid: 77, application: 'tool', transaction, index: at + 1, sql, bound: false },
      ...{ startedAt: at * 1_000, endedAt: at * 1_000 + ms, heldMs: 0, exact: true, because: null },
      ...{ locks: [], advisory: [], error: null, notices: [] },
    }
  })
  return readScript({ statements: traced, heardAlone }, { source: 'command', places: () => null })
}
