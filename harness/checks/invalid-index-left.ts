import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { rule } from './rule.ts'
import { blame } from './trials/blame.ts'
import { beside, missingState } from './trials/due.ts'
import { type Examined, onMigrations, type Trial } from './trials/examined.ts'

const remedy =
  'Remove the cause (duplicates, a deadlock, a timeout), drop the index with DROP INDEX CONCURRENTLY, and build it again; begin the file with DROP INDEX CONCURRENTLY IF EXISTS so that it can be repeated.'

export const invalidIndexLeft: Check = {
  id: 'invalid-index-left',
  gating: true,
  act: 'probes',
  asks: 'Are all indexes valid after each migration?',
  why: 'CREATE INDEX CONCURRENTLY that fails leaves its index behind, invalid: no query uses it, every write maintains it, and IF NOT EXISTS takes it for done at the next attempt.',
  remedy,
  judge: onMigrations((migrations) =>
    rule({
      findings: migrations.flatMap(findings),
      missing: migrations.flatMap(missingState),
      settledBy: 'a run that reads the catalog after each migration',
      passed: 'no invalid index was left behind',
    }),
  ),
}

function survivedIn(trial: Trial): readonly EntryOf<'rows.survived'>[] {
  return entriesOf(trial.entries, 'rows.survived')
}

/** Left by the migration on its own: a blocker. Left where a companion made it give up: it need not happen. */
function findings(examined: Examined): readonly Finding[] {
  const { name, trials } = examined
  const left = trials
    .filter(({ scenario }) => scenario !== 'filled')
    .flatMap((trial) => survivedIn(trial).map((fact) => ({ trial, fact })))
    .flatMap(({ trial, fact }) => fact.indexesInvalid.map((index) => ({ trial, fact, index })))
  return [...Map.groupBy(left, ({ index }) => index)].map(([index, of]) => {
    const alone = of.some(({ trial }) => trial.scenario === 'alone')
    const { subject, evidence } = blame(examined, { texts: [index], wanted: /\bindex\b/i })
    const where = [...new Set(of.map(({ trial }) => beside(trial.scenario)))].join(', ')
    return {
      check: invalidIndexLeft.id,
      severity: alone ? 'blocker' : 'concern',
      subject,
      summary: `the index ${index} is invalid after ${name} ran ${alone ? 'alone' : where}: no query uses it, and every write maintains it`,
      remedy,
      evidence: [...of.map(({ fact }) => fact.seq), ...evidence],
    }
  })
}
