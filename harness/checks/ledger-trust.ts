import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Play } from './play.ts'
import { plural } from './wording.ts'

type Compared = EntryOf<'ledger.compared'>
type Tried = EntryOf<'ledger.tried'>

/** What may be believed of a ledger, given how it read the baseline's writes before anything was upgraded. */
export interface LedgerTrust {
  /** Why nothing may be made of missing keys; null where the ledger finds what scripts record. */
  readonly blind: string | null
  /** Columns whose differences tell of the upgrade. */
  readonly columns: readonly string[]
  /** Why other columns were not judged, a clause each. */
  readonly unread: readonly string[]
  /** Writes that were missing before the upgrade began. */
  readonly missingBefore: number
}

export function trustIn({ entries }: Play, compared: Compared): LedgerTrust {
  const tried = entriesOf(entries, 'ledger.tried').findLast(({ ledger }) => ledger === compared.ledger)
  const fields = (compared.fields ?? []).filter(({ column }) => !compared.gone?.includes(column))
  const judged = fields.map(({ column, compared: count }) => ({ column, why: whyUnread(column, count, tried) }))
  return {
    blind: tried !== undefined && tried.writes > 0 && tried.missing === tried.writes ? blind(tried) : null,
    columns: judged.flatMap(({ column, why }) => (why === null ? [column] : [])),
    unread:
      compared.acknowledged === 0
        ? []
        : judged.flatMap(({ why }) => why ?? []).map((why) => `ledger ${compared.ledger}: ${why}`),
    missingBefore: tried?.missing ?? 0,
  }
}

function blind({ ledger, writes }: Tried): string {
  const found = writes === 1 ? 'the one write' : `none of ${writes} writes`
  const not = writes === 1 ? ' could not be found' : ' could be found'
  return `ledger ${ledger}: ${found} of the baseline${not} before the upgrade began, so it does not find what the scripts record`
}

function whyUnread(column: string, compared: number, tried: Tried | undefined): string | null {
  const before = tried?.fields.find((field) => field.column === column)
  const field = before === undefined || before.field === column ? column : `${before.field} (column ${column})`
  if (compared === 0) return `no write told its ${field}, so that it was not compared`
  if (before === undefined || before.compared === 0)
    return `${field} was not tried before the upgrade, so that what differs may always have differed`
  if (before.changed === 0) return null
  return `${field} held something else than clients had sent in ${before.changed} of ${plural(before.compared, 'write')} before the upgrade began, so that it cannot be judged`
}
