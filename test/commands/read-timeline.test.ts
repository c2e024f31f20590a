import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTimeline } from '../../harness/commands/read-timeline.ts'
import { timelineOf } from '../../harness/traffic/timeline.ts'
import { writeTimeline } from '../../harness/traffic/timeline-file.ts'
import { TimelineFold } from '../../harness/traffic/timeline-fold.ts'
import { journal, phase } from '../checks/journal.ts'

describe('the timeline in the folder of a run', () => {
  it('is read as it was written', () => {
    using run = recorded()
    assert.deepEqual(readTimeline(run.folder, run.entries), run.timeline)
    assert.deepEqual(run.entries[0], {
      seq: 1,
      at: run.entries[0]?.at,
      kind: 'traffic.timeline',
      file: { file: 'k6/timeline.json', sha256: run.sha256 },
      stretches: 3,
      endpoints: 1,
    })
  })

  it('is none where the file was changed or is gone, or where the journal names none', () => {
    using run = recorded()
    assert.equal(readTimeline(run.folder, journal(phase('baseline'))), null)
    const file = join(run.folder, 'k6', 'timeline.json')
    writeFileSync(file, JSON.stringify({ ...run.timeline, dropped: [0, 0, 9] }))
    assert.equal(readTimeline(run.folder, run.entries), null)
    rmSync(file)
    assert.equal(readTimeline(run.folder, run.entries), null)
  })
})

function recorded() {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-timeline-'))
  const fold = new TimelineFold()
  fold.add('GET /a', { afterMs: 2_500, latencyMs: 12, failed: false })
  const timeline = timelineOf(fold, { epochMs: 1_000_000, bordersMs: [] })
  const fact = writeTimeline(folder, timeline)
  return {
    folder,
    timeline,
    sha256: fact.file.sha256,
    entries: journal(fact),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
