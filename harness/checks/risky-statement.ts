import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Check } from './check.ts'
import { gaveUpHalfDone } from './gave-up-half-done.ts'
import { migrationFails } from './migration-fails.ts'
import { migrationStallsClients } from './migration-stalls-clients.ts'
import { planTurnedBad } from './plan-turned-bad.ts'
import { rowsDestroyed } from './rows-destroyed.ts'
import { rule } from './rule.ts'
import { placeOf } from './statement.ts'
import { trafficBroken } from './traffic-broken.ts'
import { type Confirmation, confirm } from './trials/confirmation.ts'
import { missingTrials } from './trials/due.ts'
import { type Examined, examinedIn, onMigrations } from './trials/examined.ts'
import { plural } from './wording.ts'
import { workUnderLock } from './work-under-lock.ts'

/** Checks by what happened, which know more than any reading of the text. */
const BY_TRIAL: readonly Check[] = [
  migrationStallsClients,
  workUnderLock,
  migrationFails,
  gaveUpHalfDone,
  rowsDestroyed,
  trafficBroken,
  planTurnedBad,
]

export const riskyStatement: Check = {
  id: 'risky-statement',
  gating: false,
  act: 'probes',
  asks: 'Does a statement look dangerous to the scanners, and did the trace see it do what they expect?',
  why: 'A scanner reads the text and knows neither data nor load: it warns of what may happen. The trace then says what did happen. What it refutes is no more than a note, and what it confirms is worth reading even where our own clients felt nothing.',
  remedy: 'Each finding names its scanner; `fulldress explain` with its name shows a bad and a good example.',
  judge: (entries) =>
    onMigrations((migrations) => {
      const found = entriesOf(entries, 'scanner.found')
      return rule({
        findings: findings(entries),
        missing: migrations.flatMap((examined) => [...missingTrials(examined, []), ...unscanned(examined)]),
        settledBy: 'a run that scans each migration and traces it alone to its end',
        passed: clean(migrations, found.length),
      })
    })(entries),
}

/** `locks` always scans files, and so does a rehearsal, which says so; those of before never did. */
function unscanned({ fact, name, entries }: Examined): readonly string[] {
  if (fact.source === 'command' || fact.in === 'locks') return []
  const scanned = entriesOf(entries, 'scripts.scanned').length > 0
  return scanned ? [] : [`${name}: no scanner has read it; \`fulldress locks\` on its files does`]
}

/** Scanners read files: the SQL of a command is seen by the trace alone. */
function clean(migrations: readonly Examined[], found: number): string {
  if (migrations.every(({ fact }) => fact.source === 'command'))
    return 'scanners read SQL files, not what a command sends: the trace alone judged that'
  return `no statement of ${plural(migrations.length, 'migration')} looks dangerous${found === 0 ? '' : ' any more'}`
}

function findings(entries: readonly Entry[]): readonly Finding[] {
  const proven = BY_TRIAL.flatMap((check) => {
    const ruling = check.judge(entries)
    return ruling.ruling === 'found' ? ruling.findings.filter(({ severity }) => severity !== 'note') : []
  })
  return examinedIn(entries).flatMap((examined) =>
    entriesOf(examined.entries, 'scanner.found').map((found) => finding(examined, found, proven)),
  )
}

function finding(examined: Examined, found: EntryOf<'scanner.found'>, proven: readonly Finding[]): Finding {
  const { answer, because, statements } = confirm(examined, found)
  const subject = placeOf(found.place)
  const traced = new Set(statements.map(({ seq }) => seq))
  const said = proven.filter((one) => one.subject === subject || one.evidence.some((seq) => traced.has(seq)))
  const by = [...new Set(said.map(({ check }) => check))].join(', ')
  const verdict = {
    confirmed: `confirmed${by === '' ? '' : ` by ${by}`}: ${because}`,
    refuted: `refuted: ${because}`,
    neither: `neither confirmed nor refuted: ${because}`,
  }[answer]
  return {
    check: riskyStatement.id,
    severity: severityOf(examined, found, { answer, said: said.length > 0 }),
    subject,
    summary: `${found.scanner}: ${found.summary}; ${verdict}`,
    remedy: found.remedy,
    evidence: [found.seq, ...traced],
  }
}

/**
 * What the trace refutes is a note, and so is what another check has already said of the same statement. A scanner
 * stops a migration by itself only where that could not be run to its end, so that nobody knows better.
 */
function severityOf(
  { alone }: Examined,
  { severity }: EntryOf<'scanner.found'>,
  { answer, said }: { readonly answer: Confirmation['answer']; readonly said: boolean },
): Severity {
  if (answer === 'refuted' || said) return 'note'
  return answer === 'confirmed' || alone?.ended?.outcome === 'completed' ? 'concern' : severity
}
