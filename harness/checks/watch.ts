import type { TransitionPhase } from '../model/act.ts'
import { entriesOf } from '../model/evidence.ts'
import { type Play, stepsOf, transitions } from './play.ts'
import { wholeMs } from './wording.ts'

/** Clocks of two processes and the way to the journal; a lock that matters is held for longer. */
const SLACK_MS = 250

/** A watcher that looks every few milliseconds and was not let to, or had no answer, for longer than a lock may be held. */
const TOO_BUSY = 'this machine was too busy'

/** What the lock watcher did not see of the steps, one clause each; empty where it saw them all. */
export function unwatched(play: Play): readonly string[] {
  const reasons = entriesOf(play.entries, 'locks.unwatched').map(({ reason }) => `locks were not watched: ${reason}`)
  return [...reasons, ...transitions(play).flatMap((act) => unwatchedIn(play, act))]
}

/** What would put an end to not knowing, by why the watcher did not see everything. */
export function watchSettledBy(play: Play): string {
  const where = unwatched(play).some((clause) => clause.includes(TOO_BUSY))
    ? ' on a machine that is less busy or has more free cores, and'
    : ''
  return `a rehearsal${where} whose lock watcher sees every step from beginning to end`
}

/** Whether any step is declared whose locks could be watched. */
export function anyStep(play: Play): boolean {
  return transitions(play).some((act) => stepsOf(play, act).length > 0)
}

function unwatchedIn(play: Play, act: TransitionPhase): readonly string[] {
  if (stepsOf(play, act).length === 0) return []
  // While the database is being replaced it has no locks.
  const replaced = new Set(
    act === 'upgrade' ? [] : entriesOf(play.entries, 'snapshot.restored').map(({ step }) => step),
  )
  const steps = entriesOf(play.entries, 'step.ended').filter((ended) => ended.act === act && !replaced.has(ended.step))
  if (steps.length === 0 && replaced.size > 0) return []
  if (steps.length === 0) return [`no step of the ${act} was seen to end`]
  const watches = entriesOf(play.entries, 'locks.watched')
  return steps.flatMap(({ label, startedAt, endedAt }) => {
    const watch = watches.filter(({ fromMs, toMs }) => fromMs < endedAt + SLACK_MS && toMs > startedAt - SLACK_MS)
    const covered = watch.some(({ fromMs, toMs }) => fromMs <= startedAt + SLACK_MS && toMs >= endedAt - SLACK_MS)
    if (!covered) return [`nobody watched the locks of ${act} step "${label}" from its beginning to its end`]
    return watch.flatMap((one) => {
      const gap = blindSpot(one, { startedAt, endedAt }, play.limits.accessExclusiveMs)
      if (gap === null) return []
      const unseen = `and a lock above the limit of ${wholeMs(play.limits.accessExclusiveMs)} may have come and gone`
      return [`the lock watcher saw nothing for ${wholeMs(gap)} of ${act} step "${label}": ${TOO_BUSY}, ${unseen}`]
    })
  })
}

/** The longest gap in which a lock above the limit could have come and gone unseen; null where there is none. */
function blindSpot(
  watch: {
    readonly gaps: readonly { readonly atMs: number; readonly lastedMs: number }[]
    readonly gapCount: number
    readonly longestGapMs: number
    readonly samples: number
  },
  step: { readonly startedAt: number; readonly endedAt: number },
  limitMs: number,
): number | null {
  const within = watch.gaps.filter(({ atMs, lastedMs }) => atMs < step.endedAt && atMs + lastedMs > step.startedAt)
  // A list cut short may have lost the longest; then it is taken to lie where it hurts.
  const cut = watch.gapCount > watch.gaps.length && !watch.gaps.some(({ lastedMs }) => lastedMs >= watch.longestGapMs)
  const longest = Math.max(0, cut ? watch.longestGapMs : 0, ...within.map(({ lastedMs }) => lastedMs))
  return longest > limitMs ? longest : null
}
