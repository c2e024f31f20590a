import type { RowChange } from '../../model/facts-of-rows.ts'
import type { Located, Place } from './side.ts'

export interface Change {
  readonly change: RowChange
  readonly was: Place | null
  readonly is: Place | null
}

/**
 * What differs between two streams of rows, both in the order of their keys. Rows of one key are compared as a multiset,
 * for the key of one side need not be unique on the other: equal rows cancel out, and of the rest each pair is a change.
 */
export async function* mergeRows(
  before: AsyncIterable<Located>,
  after: AsyncIterable<Located>,
): AsyncGenerator<Change> {
  const [was, is] = [groups(before), groups(after)]
  let [one, other] = [await was.next(), await is.next()]
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : compare(one.value, other.value)
    yield* changes(order <= 0 && !one.done ? one.value : [], order >= 0 && !other.done ? other.value : [])
    if (order <= 0) one = await was.next()
    if (order >= 0) other = await is.next()
  }
}

function compare([one]: readonly Located[], [other]: readonly Located[]): number {
  const [left, right] = [one?.key ?? '', other?.key ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}

async function* groups(rows: AsyncIterable<Located>): AsyncGenerator<readonly Located[]> {
  let group: Located[] = []
  for await (const row of rows) {
    if (group.length > 0 && group[0]?.key !== row.key) {
      yield group
      group = []
    }
    group.push(row)
  }
  if (group.length > 0) yield group
}

function* changes(before: readonly Located[], after: readonly Located[]): Generator<Change> {
  const gone = without(before, after)
  const come = without(after, before)
  for (let at = 0; at < Math.max(gone.length, come.length); at++) {
    const [was, is] = [gone[at] ?? null, come[at] ?? null]
    yield { change: was === null ? 'added' : is === null ? 'missing' : 'changed', was, is }
  }
}

function without(rows: readonly Located[], others: readonly Located[]): readonly Located[] {
  const counts = new Map<string, number>()
  for (const { row } of others) counts.set(row, (counts.get(row) ?? 0) + 1)
  return rows.filter(({ row }) => {
    const left = counts.get(row) ?? 0
    counts.set(row, left - 1)
    return left <= 0
  })
}
