import assert from 'node:assert/strict'
import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Company } from '../../harness/acts/act.ts'
import { compareTraffic } from '../../harness/acts/compared.ts'
import type { Scene } from '../../harness/acts/scene.ts'
import { keepNight } from '../../harness/comparison/history.ts'
import { nightOf } from '../../harness/comparison/night.ts'
import { Journal } from '../../harness/journal/journal.ts'
import { entriesOf } from '../../harness/model/evidence.ts'
import { emptyHistory, foreignLines } from '../comparison/known-nights.ts'
import { runFolder } from '../comparison/run.ts'

const STEADY = { 'GET /home': { ms: 30 } }

describe('comparing the traffic of a run', () => {
  it('is not ended by foreign lines among its nights, and records how many there were', async () => {
    using run = runFolder({ baseline: STEADY, soak: STEADY, restored: STEADY }, { blocks: 6 })
    using here = emptyHistory()
    const one = nightOf(run.folder, run.entries, 'go')
    assert.ok(one !== null)
    for (let day = 10; day < 20; day++) keepNight(here.history, { ...one, at: `2026-11-${day}T03:00:00.000Z` })
    const foreign = foreignLines(one)
    for (const file of readdirSync(here.history)) appendFileSync(join(here.history, file), foreign.join('\n'))
    using journal = new Journal(join(run.folder, 'again.jsonl'))
    for (const entry of run.entries) journal.record(entry)
    await compareTraffic({ folder: run.folder, ...here } as unknown as Scene, { journal } as Company)
    const entries = journal.read()
    assert.deepEqual(entriesOf(entries, 'comparison.failed'), [])
    assert.equal(entriesOf(entries, 'traffic.compared').length, 1)
    const [read] = entriesOf(entries, 'nights.read')
    assert.deepEqual([read?.nights, read?.older, read?.foreign], [10, 0, foreign.length])
    assert.deepEqual(
      read?.trends.map(({ endpoint, soakMs, changes }) => [endpoint, soakMs.length, changes]),
      [['GET /home', 10, []]],
    )
  })
})
