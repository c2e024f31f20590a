import { playTwins } from './case.ts'
import { barOptions } from './runtimes.ts'

/** Rollback scripts in Node, Python and shell that need what was just patched; each has a twin with a copy of its own. */
const missed = await playTwins(
  {
    fixture: 'patched-library',
    bad: 'rehearsal.yaml',
    good: 'rehearsal.pinned.yaml',
    blockers: [
      'rollback-depends-on-upgrade run node rollback.mjs',
      'rollback-depends-on-upgrade run python3 rollback.py',
      'rollback-depends-on-upgrade run sh rollback.sh',
    ],
  },
  barOptions(process.argv, 1).runtimes,
)
process.exitCode = missed === 0 ? 0 : 1
