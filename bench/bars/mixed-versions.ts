import { playTwins } from './case.ts'
import { barOptions } from './runtimes.ts'

/** A column renamed under the old version, and its twin that expands first. */
const missed = await playTwins(
  {
    fixture: 'renamed-column',
    bad: 'rehearsal.yaml',
    good: 'rehearsal.expanded.yaml',
    blockers: ['mixed-versions-fail GET /items/:id'],
    needs: ['pg'],
  },
  barOptions(process.argv, 1).runtimes,
)
process.exitCode = missed === 0 ? 0 : 1
