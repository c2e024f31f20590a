import { ACT_NAMES, type ActName } from '../model/act.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { endOf, onPlay, type Play } from './play.ts'
import { rule } from './rule.ts'
import { gist } from './steps-complete.ts'

export const rehearsalCompletes: Check = {
  id: 'rehearsal-completes',
  gating: true,
  act: 'verdict',
  asks: 'Were all acts performed to their end?',
  why: 'A rehearsal that was interrupted, or whose acts were skipped, has not seen what it was to see. What it did not see must not be taken for good.',
  remedy: 'Remove the cause that is named, and rehearse again.',
  judge: onPlay((play) =>
    rule({
      findings: [],
      missing: [...stops(play), ...actsLacking(play)],
      settledBy: 'a rehearsal that is performed to its end',
      passed: play.upgradeFailed
        ? 'all acts that were due were performed to their end; after a failed upgrade no soak is due'
        : 'all acts were performed to their end',
    }),
  ),
}

function stops({ entries }: Play): readonly string[] {
  const bugs = entriesOf(entries, 'harness.failed').map(({ reason }) => `the harness itself failed: ${gist(reason)}`)
  const operator = entriesOf(entries, 'operator.must.act').map(({ message, hint }) => `${gist(message)} (${hint})`)
  const interrupted = entriesOf(entries, 'interrupted').map(({ signal }) => `it was interrupted by ${signal}`)
  const said = [...bugs, ...operator, ...interrupted]
  if (said.length > 0 || entriesOf(entries, 'rehearsal.ended').length > 0) return said
  return ['the journal stops before the rehearsal’s end: the run was killed, or is still under way']
}

function actsLacking(play: Play): readonly string[] {
  const due = ACT_NAMES.filter((act) => isDue(play, act))
  const skipped = due.filter((act) => endOf(play.entries, act)?.status === 'skipped' && !isNews(play, act))
  const lacking = due.flatMap((act) => {
    const end = endOf(play.entries, act)
    if (end === undefined) return [`${act} has no end in the journal`]
    return end.status === 'failed' && !isNews(play, act) ? [`${act} failed: ${gist(end.reason ?? end.summary)}`] : []
  })
  return skipped.length === 0 ? lacking : [...lacking, `skipped: ${skipped.join(', ')}`]
}

function isDue({ wayBack, way }: Play, act: ActName): boolean {
  if (act === 'forward') return way === 'code-only'
  return wayBack || (act !== 'rollback' && act !== 'restored')
}

/** A step that failed is a fact about the upgrade, which other checks judge; so is the soak that is skipped after it. */
function isNews(play: Play, act: ActName): boolean {
  const stepFailed = (of: ActName) => entriesOf(play.entries, 'step.ended').some((step) => step.act === of && !step.ok)
  if (act === 'soak') return stepFailed('upgrade')
  if (act !== 'forward') return stepFailed(act)
  return stepFailed('upgrade') || entriesOf(play.entries, 'forward.swapped').some(({ ok }) => !ok)
}
