import { entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { rule } from './rule.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { type OwnTraffic, ownTrafficOf, unanswered } from './trials/own-traffic.ts'
import { subjectOf, tracedIn } from './trials/traced.ts'
import { few, plural } from './wording.ts'

const MOST = 12

export const trialsCover: Check = {
  id: 'trials-cover',
  gating: false,
  act: 'probes',
  asks: 'Was everything exercised that the migrations touch?',
  why: 'What no statement of the application used, and what the trace could not see into, was judged by our own probes alone. A clean verdict says nothing about it.',
  remedy:
    'Give the application’s own statements (--traffic, or traffic.statements in a spec), and rows like production’s (--base, or the seed).',
  judge: onMigrations((migrations, entries) =>
    rule({
      findings: [],
      missing: shortened(
        migrations.flatMap((examined) => {
          const traffic = ownTrafficOf(examined, entries)
          return [...untested(examined, traffic), ...sampled(examined), ...lost(examined, traffic)]
        }),
      ),
      settledBy:
        'statements of the application (--traffic, or traffic.statements in a spec), and rows like production’s (--base, or the seed)',
      passed: `everything that ${plural(migrations.length, 'migration touches', 'migrations touch')} was exercised`,
    }),
  ),
}

const NEEDS_TRAFFIC = /^unknown: needs traffic on (.+)$/

function untested({ name, entries }: Examined, traffic: OwnTraffic): readonly string[] {
  return entriesOf(entries, 'trials.covered').flatMap((covered) =>
    covered.untested.map((clause) => `${name}: ${clause.replace(NEEDS_TRAFFIC, (_, on) => unnamed(on, traffic))}`),
  )
}

/** Requests go to the copy, and not to the clones on which a migration is tried. */
function unnamed(relation: string, { given, rehearsed }: OwnTraffic): string {
  if (given > 0) return `none of the statements given names ${relation}`
  return rehearsed
    ? `no statement is given that names ${relation}; the requests of the rehearsal do not reach the clones`
    : `unknown: needs traffic on ${relation}`
}

/** Statements that could only be sampled: a lock shorter than the interval may have gone unseen. */
function sampled({ alone, entries }: Examined): readonly string[] {
  const said = entriesOf(entries, 'trials.covered').flatMap((covered) => covered.untested)
  return tracedIn(alone)
    .flatMap(({ statements }) => statements)
    .filter((one) => !one.exact && !said.some((clause) => clause.startsWith(`${subjectOf(one)}: `)))
    .map(
      (statement) =>
        `${subjectOf(statement)}: only sampled${statement.because === null ? '' : `, ${statement.because}`}`,
    )
}

/** An index that no plan was compared for may be the one that a query needs. */
function lost({ name, trials, alone }: Examined, traffic: OwnTraffic): readonly string[] {
  if (alone === undefined || trials.some(({ entries }) => entriesOf(entries, 'plan.compared').length > 0)) return []
  const gone = entriesOf(alone.entries, 'rows.survived').flatMap(({ indexesGone }) => indexesGone)
  return gone.map(
    (index) =>
      `${name}: ${unanswered(`whether a query needs the index ${index}, which is gone,`, traffic, 'endpoint-regressed')}`,
  )
}

function shortened(clauses: readonly string[]): readonly string[] {
  const different = [...new Set(clauses)]
  return different.length <= MOST ? different : [few(different, MOST, '; ')]
}
