import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Play } from './play.ts'
import { plural } from './wording.ts'

type Compared = EntryOf<'ledger.compared'>
type Tried = EntryOf<'ledger.tried'>
type Field = NonNullable<Compared['fields']>[number]

/** What may be believed of a ledger, given how it read the baseline's writes before anything was upgraded. */
export interface LedgerTrust {
  /** Why nothing may be made of missing keys; null where the ledger finds what scripts record. */
  readonly blind: string | null
  /** Columns whose differences tell of the upgrade. */
  readonly columns: readonly string[]
  /** Columns that the old schema had, and that did not come back with it. */
  readonly lostColumns: readonly string[]
  /** Why other columns were not judged, a clause each. */
  readonly unread: readonly string[]
  /** Writes that were missing before the upgrade began. */
  readonly missingBefore: number
}

export function trustIn({ entries, way }: Play, compared: Compared): LedgerTrust {
  const { ledger, missingCount, acknowledged, gone = [] } = compared
  const tried = entriesOf(entries, 'ledger.tried').findLast((entry) => entry.ledger === ledger)
  const fields = (compared.fields ?? []).filter(({ column }) => !gone.includes(column))
  const judged = fields.map((field) => ({ column: field.column, why: whyUnread(field, tried) }))
  const stays = way === 'none' || way === 'code-only'
  const moved = stays ? gone.map((column) => `${column} is gone from the new schema, so that it was not compared`) : []
  const unread = [...judged.flatMap(({ why }) => why ?? []), ...moved]
  const noneFound = tried !== undefined && tried.writes > 0 && tried.missing === tried.writes
  return {
    blind: noneFound && missingCount > 0 ? blind(tried) : null,
    columns: judged.flatMap(({ column, why }) => (why === null ? [column] : [])),
    lostColumns: stays ? [] : gone,
    unread: acknowledged === 0 ? [] : unread.map((why) => `ledger ${ledger}: ${why}`),
    missingBefore: tried?.missing ?? 0,
  }
}

function blind({ ledger, writes }: Tried): string {
  const found = writes === 1 ? 'the one write' : `none of ${writes} writes`
  const not = writes === 1 ? ' could not be found' : ' could be found'
  return `ledger ${ledger}: ${found} of the baseline${not} before the upgrade began, so it does not find what the scripts record`
}

/** What is the same in the end was read rightly; only a difference needs to be proved new. */
function whyUnread({ field, column, compared, changed }: Field, tried: Tried | undefined): string | null {
  const name = field === column ? column : `${field} (column ${column})`
  if (compared === 0) return `no write told its ${name}, so that it was not compared`
  if (changed === 0) return null
  const before = tried?.fields.find((one) => one.column === column)
  if (before === undefined || before.compared === 0)
    return `${name} was not tried before the upgrade, so that what differs may always have differed`
  if (before.changed === 0) return null
  return `${name} held something else than clients had sent in ${before.changed} of ${plural(before.compared, 'write')} before the upgrade began, so that it cannot be judged`
}
