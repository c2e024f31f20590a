import { playTwins } from './case.ts'
import { barOptions } from './runtimes.ts'

const { runtimes } = barOptions(process.argv, 1)
const RENAMED = {
  fixture: 'renamed-column',
  bad: 'rehearsal.yaml',
  good: 'rehearsal.expanded.yaml',
  blockers: ['mixed-versions-fail GET /items/:id'],
  needs: ['pg'],
} as const

/** A column renamed under the old version, and its twin that expands first. */
let missed = await playTwins(RENAMED, runtimes)

/** The new version comes before its schema, and goes after it: one that waits for its column, and one that can do without. */
missed += await playTwins(
  {
    ...RENAMED,
    named: 'code first',
    edit: (spec) => codeFirst(spec).replace('coalesce(title, name)', "coalesce(to_jsonb(items)->>'title', name)"),
  },
  runtimes,
)
process.exitCode = missed === 0 ? 0 : 1

/** Turns the two steps of the upgrade round, and those of the way back. */
function codeFirst(spec: string): string {
  return spec.replaceAll(/( {4}- .*\n)( {4}- .*\n)/g, '$2$1')
}
