import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { shorten } from './statement.ts'
import { gist } from './steps-complete.ts'
import { beside, missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { type Harm, harmsOf } from './trials/harm.ts'
import { few, plural } from './wording.ts'

const WHO = {
  traffic: 'the application’s statement',
  companion: 'a session with prepared statements, or another companion,',
  'probe-read': 'a plain read',
  'probe-write': 'a plain write',
} as const

export const trafficBroken: Check = {
  id: 'traffic-broken',
  gating: true,
  asks: 'Do the statements of the running version still work while the migration runs, and after it?',
  why: 'The old version serves requests until the last replica is replaced. A column or table that it uses and that is renamed or dropped, a prepared statement whose result changes its type, a new constraint that its rows violate: each turns its requests into errors, with the migration itself a success.',
  remedy:
    'Expand first and contract later: add beside the old, let both versions run, and drop or rename only when no running version uses it. Name columns instead of SELECT * in prepared statements.',
  judge: onMigrations((migrations) => {
    const probed = migrations.filter(({ fact }) => fact.probed)
    if (probed.length === 0) return passed('nobody used the tables: the migrations were traced alone, without probes')
    return rule({
      findings: probed.flatMap((examined) => oncePerCause(examined).map((harm) => finding(examined, harm))),
      missing: probed.flatMap((examined) => missingTrials(examined, ['traffic', 'prepared'])),
      settledBy: 'a run in which each migration is tried beside traffic and prepared statements',
      passed: 'nobody met an error during or after a migration that was not met before it',
    })
  }),
}

/** A table or column that is gone is said by rows-destroyed; that our own probes miss it too is no further news. */
function oncePerCause(examined: Examined): readonly Harm[] {
  const survived = examined.trials.flatMap(({ entries }) => entriesOf(entries, 'rows.survived'))
  const gone = survived.flatMap(({ tables, columnsGone }) => [
    ...tables.filter(({ after }) => after === null).map(({ relation }) => relation),
    ...columnsGone.map((column) => column.replace(/\.[^.]*$/, '')),
  ])
  return harmsOf(examined).filter(
    ({ by, what, sqlstate }) => !by.startsWith('probe') || !/^42(P01|703)$/.test(sqlstate) || !gone.includes(what),
  )
}

function finding({ name }: Examined, { by, what, sqlstate, severity, scenarios, facts }: Harm): Finding {
  const times = facts.reduce((sum, one) => sum + one.times, 0)
  const after = facts.some(({ when }) => when === 'after')
  const [{ message }] = facts as readonly [Harm['facts'][number], ...Harm['facts']]
  const where = few([...new Set(scenarios.map(beside))], 2)
  return {
    check: trafficBroken.id,
    severity,
    subject: shorten(what),
    summary: `${WHO[by]} failed ${plural(times, 'time')} ${after ? 'after' : 'during'} ${name}, ${where}: ${sqlstate}: ${gist(message)}${by === 'traffic' ? '' : '; whether the application does the same is unknown: needs traffic'}`,
    remedy: sqlstate === '0A000' ? PREPARED : trafficBroken.remedy,
    measured: { errors: times },
    limit: { errors: 0 },
    evidence: facts.map(({ seq }) => seq),
  }
}

const PREPARED =
  'Name the columns instead of SELECT * in prepared statements, or let the application prepare them anew after the migration: DEALLOCATE ALL, or a new connection.'
