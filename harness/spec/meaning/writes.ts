import { isThere, members, under } from '../part.ts'
import type { Bench } from './judge.ts'

/** A ledger says where its writes are found, and says it once. */
export function ledgersCanBeAsked({ spec, complain }: Bench): void {
  for (const [, ledger] of members(under(spec, 'traffic', 'ledgers'))) {
    const [table, query] = [under(ledger, 'table'), under(ledger, 'query')]
    if (!isThere(table) && !isThere(query)) complain(table, 'a table, such as orders or shop.orders, or a query')
    if (isThere(table) && isThere(query)) complain(query, 'a table or a query', 'both')
  }
}
