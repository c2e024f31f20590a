import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import type { EntryOf } from '../../../harness/model/evidence.ts'
import type { LockQueue } from '../../../harness/report/timeline/lanes.ts'
import { queueTree } from '../../../harness/report/timeline/queue-tree.ts'
import { party, queue, T0 } from '../../checks/journal.ts'

describe('the tree of a queue', () => {
  it('hangs each waiter below the one whom it stood behind for longest', () => {
    const html = tree([
      waiter(90, [[77, 500]]),
      waiter(91, [
        [90, 900],
        [77, 100],
      ]),
      waiter(92, [[77, 5]]),
    ])
    assert.match(html, /pid 77.*<ul><li>.*pid 90.*<ul><li>.*pid 91.*<\/ul><\/li><li>.*pid 92/s)
  })

  it('hangs everybody below the head where the journal does not say, and never makes a circle', () => {
    assert.equal(tree([waiter(90, null), waiter(91, null)]).match(/<ul/g)?.length, 2)
    const html = tree([waiter(90, [[91, 5]]), waiter(91, [[90, 5]])])
    assert.deepEqual([html.match(/pid 90/g)?.length, html.match(/pid 91/g)?.length], [1, 1])
  })

  it('shows the longest waits of a long queue and counts the others', () => {
    const html = tree(Array.from({ length: 200 }, (_, at) => waiter(100 + at, [[77, 5]])))
    assert.match(html, /and 180 shorter waits/)
  })

  it('shows statements as text', () => {
    const html = tree([{ ...waiter(90, null), party: party('traffic', 90, "SELECT '</code><script>'") }])
    assert.ok(html.includes('&#x3C;/code>') && !html.includes('<script'))
  })
})

type Waiter = EntryOf<'lock.queue'>['waiters'][number]

function waiter(pid: number, behind: readonly (readonly [pid: number, ms: number])[] | null): Waiter {
  const times = { fromMs: T0, toMs: T0 + 1_000 }
  const one = { party: party('traffic', pid, 'SELECT 1'), mode: 'AccessShareLock', ...times }
  if (behind === null) return one
  return { ...one, behind: behind.map(([before, ms]) => ({ pid: before, fromMs: T0, toMs: T0 + ms })) }
}

function tree(waiters: readonly Waiter[]): string {
  return toHtml(queueTree({ seq: 1, at: '', ...queue(0, 1_000, { waiters }) } as LockQueue))
}
