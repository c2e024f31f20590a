import { readableName } from '../model/catalog-difference.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { missingStairs } from './stairs/missing.ts'
import { firstLine } from './stairs/stairway.ts'
import { few, plural } from './wording.ts'

type Stop = EntryOf<'descent.stopped'>

export const chainDoesNotGoBack: Check = {
  id: 'chain-does-not-go-back',
  gating: true,
  act: 'probes',
  asks: 'Does the whole chain of migrations go back, and is the schema at each stop what it was there on the way up?',
  why: 'A way down that does well by itself may fail behind another one that left a column, a type or an index. The migration that fails is often not the one to blame, and nobody sees it before the day when more than one release has to go back.',
  remedy: 'Mend the way down that is named, which is the one that left something, and go the chain down again.',
  judge(entries) {
    const [started] = entriesOf(entries, 'stairway.started')
    const stops = entriesOf(entries, 'descent.stopped')
    if (started?.direct !== true && stops.length === 0)
      return passed('not asked: each migration was tried by itself, and --direct goes down the whole chain')
    return rule({
      findings: stops.flatMap(findingsAt),
      missing: missingIn(entries),
      settledBy: 'a run of --direct to its end',
      passed: `${plural(stops.length, 'stop')}: the schema at each was as it had been on the way up; rows were not compared`,
    })
  },
}

function missingIn(entries: readonly Entry[]): readonly string[] {
  const missing = missingStairs(entries)
  const [ended] = entriesOf(entries, 'descent.ended')
  return ended?.stops === 0 && missing.length === 0 ? ['the chain has no migration'] : missing
}

function findingsAt(stop: Stop): readonly Finding[] {
  const { verdict, irreversible, seq } = stop
  const [subject, summary] = verdict === 'down-fails' ? failureOf(stop) : [stop.subject, leftAt(stop)]
  if (summary === null) return []
  const reason = irreversible === undefined ? '' : `; declared as irreversible: ${irreversible}`
  return [
    {
      check: chainDoesNotGoBack.id,
      severity: irreversible === undefined ? (verdict === 'no-down' ? 'concern' : 'blocker') : 'note',
      subject,
      summary: `${summary}${reason}`,
      remedy: chainDoesNotGoBack.remedy,
      evidence: [seq],
    },
  ]
}

function failureOf({ subject, name, guilty, error }: Stop): readonly [subject: string, summary: string] {
  const message = firstLine(error?.message ?? 'no reason was given')
  if (guilty === null || guilty.name === name) return [subject, `fails on the way down: ${message}`]
  return [guilty.subject, `leaves behind what makes ${subject} fail on the way down: ${message}`]
}

/** What others left is theirs, and was said where it was left. */
function leftAt({ verdict, name, differences }: Stop): string | null {
  if (verdict === 'no-down') return 'has no way down: the chain goes back no further'
  const own = differences.filter(({ leftBy }) => leftBy === name)
  if (own.length === 0) return null
  const words = own.map(({ object, change }) =>
    change === 'added' ? `${readableName(object)} is left behind` : `${readableName(object)} is ${change}`,
  )
  return `does not restore the schema: ${few(words, 3, '; ')}`
}
