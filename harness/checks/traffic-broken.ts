import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { placeOf, shorten } from './statement.ts'
import { gist } from './steps-complete.ts'
import { type Blamed, blame } from './trials/blame.ts'
import { beside, missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { type Harm, harmsOf } from './trials/harm.ts'
import { type OwnTraffic, ownTrafficOf, unanswered } from './trials/own-traffic.ts'
import { tracedIn } from './trials/traced.ts'
import { few, plural } from './wording.ts'

const WHO = {
  traffic: 'the application’s statement',
  companion: 'a companion’s',
  'probe-read': 'a plain read of',
  'probe-write': 'a plain write to',
} as const

export const trafficBroken: Check = {
  id: 'traffic-broken',
  gating: true,
  act: 'probes',
  asks: 'Do the statements of the running version still work while the migration runs, and after it?',
  why: 'The old version serves requests until the last replica is replaced. A column or table that it uses and that is renamed or dropped, a prepared statement whose result changes its type, a new constraint that its rows violate: each turns its requests into errors, with the migration itself a success.',
  remedy:
    'Expand first and contract later: add beside the old, let both versions run, and drop or rename only when no running version uses it. Name columns instead of SELECT * in prepared statements.',
  judge: onMigrations((migrations, entries) => {
    const probed = migrations.filter(({ fact }) => fact.probed)
    if (probed.length === 0) return passed('nobody used the tables: the migrations were traced alone, without probes')
    return rule({
      findings: probed.flatMap((examined) => findings(examined, ownTrafficOf(examined, entries))),
      missing: probed.flatMap((examined) => missingTrials(examined, ['traffic', 'prepared'])),
      settledBy: 'a run in which each migration is tried beside traffic and prepared statements',
      passed: 'nobody met an error during or after a migration that was not met before it',
    })
  }),
}

/** feature_not_supported: cached plan must not change result type. */
const RESULT_CHANGED = '0A000'

/** What changes the columns of a table, or their types; a constraint does not. */
const CHANGES_COLUMNS =
  /\b(add|drop|rename)\s+column\b|\brename\b|\btype\b|\badd\s+(?!column|constraint|check|foreign|unique|primary|exclude)\w/i

/** A table or column that is gone is said by rows-destroyed; that our own clients miss it too is no further news. */
function oncePerCause(examined: Examined): readonly Harm[] {
  const survived = examined.trials.flatMap(({ entries }) => entriesOf(entries, 'rows.survived'))
  const gone = survived.flatMap(({ tables, columnsGone }) => [
    ...tables.filter(({ after }) => after === null).map(({ relation }) => relation),
    ...columnsGone.map((column) => column.replace(/\.[^.]*$/, '')),
  ])
  const all = harmsOf(examined)
  // Where the application's own prepared statements broke, nobody need ask whether it has any.
  const own = all.some(({ by, sqlstate }) => by === 'traffic' && sqlstate === RESULT_CHANGED)
  return all.filter(({ by, what, sqlstate }) => {
    if (by === 'traffic') return true
    if (own && by === 'companion' && sqlstate === RESULT_CHANGED) return false
    return !/^42(P01|703)$/.test(sqlstate) || !gone.some((one) => what.split(' ').includes(one))
  })
}

/** What one statement of the migration broke, for one kind of client and with one error. */
function findings(examined: Examined, traffic: OwnTraffic): readonly Finding[] {
  const blamed = oncePerCause(examined).map((harm) => ({
    harm: answered(harm, examined),
    ...blameFor(examined, harm),
  }))
  const causes = Map.groupBy(blamed, ({ subject, harm }) => [subject, harm.by, harm.sqlstate, harm.severity].join('\n'))
  return [...causes.values()].flatMap((of) => {
    const [first] = of
    if (first === undefined) return []
    const harms = of.map(({ harm }) => harm)
    const evidence = [...new Set(of.flatMap((one) => one.evidence))]
    return [finding(examined.name, { subject: first.subject, harms, evidence, traffic })]
  })
}

/**
 * Whoever gave statements that name their columns has answered whether the application reads `SELECT *` of a table. Where
 * a column changes its type, or nobody saw what changed, a prepared statement that names it may break as well.
 */
function answered(harm: Harm, { entries, alone }: Examined): Harm {
  if (harm.by !== 'companion' || harm.sqlstate !== RESULT_CHANGED) return harm
  const statements = tracedIn(alone).flatMap((transaction) => transaction.statements)
  if (statements.length === 0 || statements.some(({ statement }) => /\btype\b/i.test(statement))) return harm
  const byColumn = entriesOf(entries, 'statements.given').flatMap((given) => given.byColumn)
  const named = byColumn.some((relation) => harm.what === `prepared SELECT * FROM ${relation}`)
  return named ? { ...harm, severity: 'note' } : harm
}

function blameFor(examined: Examined, { what, facts, sqlstate }: Harm): Blamed {
  const texts = [what, ...facts.map(({ message }) => message)]
  // It is felt only after the transaction, at whichever statement that ended with.
  if (sqlstate === RESULT_CHANGED) return blame(examined, { texts, wanted: CHANGES_COLUMNS })
  const place = facts.find((fact) => fact.place !== null)?.place
  return place ? { subject: placeOf(place), evidence: [] } : blame(examined, { texts })
}

interface Cause {
  readonly subject: string
  readonly harms: readonly Harm[]
  readonly evidence: readonly number[]
  readonly traffic: OwnTraffic
}

function finding(name: string, { subject, harms, evidence, traffic }: Cause): Finding {
  const [{ by, sqlstate, severity }] = harms as readonly [Harm, ...Harm[]]
  const facts = harms.flatMap((harm) => harm.facts)
  const times = facts.reduce((sum, one) => sum + one.times, 0)
  const when = facts.some((fact) => fact.when === 'after') ? 'after' : 'during'
  const where = few([...new Set(harms.flatMap(({ scenarios }) => scenarios.map(beside)))], 2)
  const what = few([...new Set(harms.map((harm) => shorten(harm.what)))], 2, '; ')
  const unknown = severity === 'note' ? NOT_GIVEN : unanswered(SAME, traffic, 'error-budget-spent')
  const needs = by === 'traffic' ? '' : `; ${unknown}`
  return {
    check: trafficBroken.id,
    severity,
    subject,
    summary: `${WHO[by]} ${what} failed ${plural(times, 'time')} ${when} ${name}, ${where}: ${sqlstate}: ${gist(facts[0]?.message ?? '')}${needs}`,
    remedy: sqlstate === RESULT_CHANGED ? PREPARED : trafficBroken.remedy,
    measured: { errors: times },
    limit: { errors: 0 },
    evidence: [...facts.map(({ seq }) => seq), ...evidence],
  }
}

const SAME = 'whether the application does the same'
const NOT_GIVEN = 'none of the statements given reads SELECT * of it'

const PREPARED =
  'Let the application prepare them anew after the migration: DEALLOCATE ALL, or a new connection. Where a column is added or dropped, naming the columns instead of SELECT * is enough; where one changes its type, it is not.'
