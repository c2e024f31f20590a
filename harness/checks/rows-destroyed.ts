import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { rule } from './rule.ts'
import { blame } from './trials/blame.ts'
import { missingState } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { harmsOf, trafficMisses } from './trials/harm.ts'
import { type OwnTraffic, ownTrafficOf, unanswered } from './trials/own-traffic.ts'
import { tracedIn } from './trials/traced.ts'
import { plural } from './wording.ts'

type Survived = EntryOf<'rows.survived'>

const remedy =
  'Keep what is to go until nothing uses it any more and a backup of it exists: rename it first, drop it in a later release, copy rows before they are deleted.'

export const rowsDestroyed: Check = {
  id: 'rows-destroyed',
  gating: true,
  act: 'probes',
  asks: 'Are all rows and columns still there after each migration?',
  why: 'A TRUNCATE, a DELETE without its WHERE or a dropped column runs in a moment and exits 0. No down migration brings the rows back.',
  remedy,
  judge: onMigrations((migrations, entries) =>
    rule({
      findings: migrations.flatMap((examined) => findings(examined, ownTrafficOf(examined, entries))),
      missing: migrations.flatMap(missingState),
      settledBy: 'a run that counts the rows before and after each migration',
      passed: 'every table has as many rows as before, and every column is there',
    }),
  ),
}

function findings(examined: Examined, traffic: OwnTraffic): readonly Finding[] {
  const { alone } = examined
  if (alone === undefined) return []
  return entriesOf(alone.entries, 'rows.survived').flatMap((survived) => [
    ...survived.tables.flatMap((table) => onTable({ examined, survived, traffic }, table)),
    ...survived.columnsGone
      .filter((column) =>
        survived.tables.every(({ relation, after }) => after !== null || !column.startsWith(`${relation}.`)),
      )
      .map((column) => {
        const what = `the column ${column} is gone, or has another name`
        return gone({ examined, survived, traffic }, { object: column, what, destroyed: false })
      }),
  ])
}

interface Seen {
  readonly examined: Examined
  readonly survived: Survived
  readonly traffic: OwnTraffic
}

function onTable(seen: Seen, table: Survived['tables'][number]): readonly Finding[] {
  const { examined, survived } = seen
  const { relation, before, after, renamedTo } = table
  if (after === null) {
    const rows = before === 0 ? 'had no rows' : `had ${plural(before, 'row')}`
    const what = renamedTo === undefined ? `is gone; it ${rows}` : `is now called ${renamedTo}; it ${rows}`
    const destroyed = before > 0 && renamedTo === undefined && whereTo(survived, before) === null
    return [gone(seen, { object: relation, what: `the table ${relation} ${what}`, destroyed })]
  }
  if (after >= before) return []
  const lost = before - after
  const moved = whereTo(survived, lost)
  const detached = after < before && detaches(examined)
  const { subject, evidence } = blame(examined, {
    texts: [relation],
    wanted: /\b(truncate|delete|detach|merge|do|call)\b/i,
  })
  const kept = moved !== null || detached
  const words = moved === null ? (detached ? '; a partition was detached' : '') : `; as many came to ${moved}`
  return [
    {
      check: rowsDestroyed.id,
      severity: after === 0 && !kept ? 'blocker' : 'concern',
      subject,
      summary: `${after === 0 ? 'none' : after} of ${plural(before, 'row')} of ${relation} left after ${examined.name}${words}`,
      remedy,
      measured: { rows: after },
      limit: { rows: before },
      evidence: [survived.seq, ...evidence],
    },
  ]
}

/** A table that gained as many rows as were lost: they were moved, not destroyed. */
function whereTo({ tables }: Survived, lost: number): string | null {
  return tables.find(({ before, after }) => after !== null && after - before >= lost)?.relation ?? null
}

/** The rows of a partition that is detached are still there, in a table of its own. */
function detaches({ alone }: Examined): boolean {
  const statements = tracedIn(alone).flatMap((transaction) => transaction.statements)
  return statements.some(({ statement }) => /\bdetach\s+partition\b/i.test(statement))
}

/** What the application's own statements say of it, or else its requests. */
function unmissed(traffic: OwnTraffic): string {
  const { given, rehearsed } = traffic
  if (given === 0 || rehearsed)
    return unanswered('whether the running version still uses it', traffic, 'error-budget-spent')
  const none =
    given === 1
      ? 'the only statement given as traffic does not fail'
      : `none of the ${given} statements given as traffic fails`
  return `${none} without it; whether the running version has others that use it is unknown`
}

interface Gone {
  readonly object: string
  readonly what: string
  /** Rows went with it, and came nowhere else. */
  readonly destroyed: boolean
}

/**
 * Whether something gone is missed, only its users can tell; where they did, that is the blocker. Rows are gone for good,
 * whoever misses them.
 */
function gone({ examined, survived, traffic }: Seen, { object, what, destroyed }: Gone): Finding {
  const missed = harmsOf(examined).filter((harm) => trafficMisses(harm, object))
  const { subject, evidence } = blame(examined, { texts: [object], wanted: /\b(drop|rename|set\s+schema)\b/i })
  const words = missed.length > 0 ? 'of one cause with traffic-broken' : unmissed(traffic)
  return {
    check: rowsDestroyed.id,
    severity: missed.length > 0 ? 'note' : destroyed ? 'blocker' : 'concern',
    subject,
    summary: `${what}, after ${examined.name}; ${words}`,
    remedy,
    evidence: [survived.seq, ...evidence, ...missed.flatMap(({ facts }) => facts.map((fact) => fact.seq))],
  }
}
