import { type Entry, entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { gist } from './steps-complete.ts'
import { missingTrials } from './trials/due.ts'
import { examinedIn } from './trials/examined.ts'
import { few, plural } from './wording.ts'

export const migrationsExamined: Check = {
  id: 'migrations-examined',
  gating: true,
  act: 'probes',
  asks: 'Was every migration examined on clones, from its beginning to its end?',
  why: 'A run that was interrupted, or a migration that could not be tried, leaves its statements unseen. What was not seen must not be taken for harmless.',
  remedy: 'Remove the cause that is named, and run it again.',
  judge: (entries) => {
    const migrations = examinedIn(entries)
    const missing = [
      ...stops(entries),
      ...unprobed(entries),
      ...migrations.flatMap((examined) => missingTrials(examined, [])),
    ]
    if (migrations.length === 0 && missing.length === 0) return passed('no migration was examined on clones')
    return rule({
      findings: [],
      missing,
      settledBy: 'a run in which every migration is tried to its end',
      passed: `${plural(migrations.length, 'migration')} examined to the end`,
    })
  },
}

/** Why a rehearsal's probes did not try the migrations of its upgrade, or not all. */
function unprobed(entries: readonly Entry[]): readonly string[] {
  return entriesOf(entries, 'probe.failed')
    .filter(({ probe }) => probe === 'migrations-examined')
    .map(({ reason }) => `the migrations could not be tried on clones: ${gist(reason)}`)
}

/** Why a journal of `locks` holds less than was asked for. A rehearsal's own end is judged by rehearsal-completes. */
function stops(entries: readonly Entry[]): readonly string[] {
  const [started] = entriesOf(entries, 'locks.started')
  if (started === undefined) return []
  const examined = new Set(entriesOf(entries, 'migration.examined').map(({ name }) => name))
  const unseen = started.migrations.filter((name) => !examined.has(name))
  const bugs = entriesOf(entries, 'harness.failed').map(({ reason }) => `the harness itself failed: ${gist(reason)}`)
  const operator = entriesOf(entries, 'operator.must.act').map(({ message, hint }) => `${gist(message)} (${hint})`)
  const interrupted = entriesOf(entries, 'interrupted').map(({ signal }) => `it was interrupted by ${signal}`)
  const said = [...bugs, ...operator, ...interrupted]
  const torn = said.length === 0 && entriesOf(entries, 'locks.ended').length === 0
  return [
    ...said,
    ...(torn ? ['the journal stops before the run’s end: it was killed, or is still under way'] : []),
    ...(unseen.length === 0 ? [] : [`never examined: ${few(unseen)}`]),
  ]
}
