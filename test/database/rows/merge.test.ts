import assert from 'node:assert/strict'
import { mergeRows } from '../../../harness/database/rows/merge.ts'
import type { Located } from '../../../harness/database/rows/side.ts'

/** `17a` is the row with key 17 and contents a. */
async function* stream(...rows: readonly string[]): AsyncGenerator<Located> {
  for (const row of rows) yield { key: row.slice(0, -1), row, part: '1', at: row }
}

async function merged(before: readonly string[], after: readonly string[]): Promise<readonly string[]> {
  const changes: string[] = []
  for await (const { change, was, is } of mergeRows(stream(...before), stream(...after)))
    changes.push(`${change} ${was?.at ?? '-'} ${is?.at ?? '-'}`)
  return changes
}

describe('merging the rows of two sides', () => {
  it('tells what changed from what is missing and what was added, in the order of keys', async () => {
    const changes = await merged(['1a', '2a', '4a', '9a'], ['1a', '2b', '3a', '9a', '9b'])
    assert.deepEqual(changes, ['changed 2a 2b', 'added - 3a', 'missing 4a -', 'added - 9b'])
  })

  it('compares rows of one key as a multiset', async () => {
    assert.deepEqual(await merged(['1a', '1b', '1b'], ['1b', '1a', '1a']), ['changed 1b 1a'])
    assert.deepEqual(await merged(['1a', '1a'], ['1a']), ['missing 1a -'])
  })

  it('sees nothing where nothing differs, and everything where one side is empty', async () => {
    assert.deepEqual(await merged(['1a', '2a'], ['1a', '2a']), [])
    assert.deepEqual(await merged([], ['1a', '2a']), ['added - 1a', 'added - 2a'])
    assert.deepEqual(await merged(['1a'], []), ['missing 1a -'])
  })
})
