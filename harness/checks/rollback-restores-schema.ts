import { inWords } from '../model/catalog-difference.ts'
import { type CatalogDifference, type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { columnOrderFindings } from './column-order.ts'
import { newSchemaStays, onPlay } from './play.ts'
import { rule } from './rule.ts'
import { few, plural } from './wording.ts'

/** Differences named one by one; of more than these only the number is told. */
const MOST = 40

export const rollbackRestoresSchema: Check = {
  id: 'rollback-restores-schema',
  gating: true,
  act: 'audit',
  asks: 'Is the schema after the rollback the one from before the upgrade?',
  why: 'A down migration that exits 0 proves only that it ran. What it left behind, or never put back, breaks the old version later, or the next attempt at the upgrade.',
  remedy:
    'Write the missing part of the down migration, object by object, and rehearse again; if it cannot be undone, say so with `rollback.way`.',
  judge: onPlay((play) => {
    const inapplicable = newSchemaStays(play)
    if (inapplicable !== null) return inapplicable
    const compared = entriesOf(play.entries, 'catalog.compared')
    const live = compared.filter(({ after }) => after === 'restored')
    const quiet = compared.filter(({ after }) => after !== 'restored')
    return rule({
      findings: [...name([...live, ...quiet], guilty(play.entries)), ...columnOrderFindings(compared)],
      missing: live.length > 0 ? [] : ['the catalog was not compared after the rollback'],
      settledBy: 'a rehearsal that performs rollback and audit',
      passed: 'no object of the catalog differs from before the upgrade',
    })
  }),
}

interface Difference {
  readonly difference: CatalogDifference
  readonly seen: readonly EntryOf<'catalog.compared'>[]
}

/** Objects that a single migration did not bring back either, on a clone, and where it is to be mended. */
function guilty(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>()
  for (const { schema, subject } of entriesOf(entries, 'stair.climbed')) {
    for (const { object } of schema) files.set(object, [...(files.get(object) ?? []), subject])
  }
  return files
}

/** One finding per object, whether it was seen under load, on the quiet clone, or both. */
function name(
  compared: readonly EntryOf<'catalog.compared'>[],
  files: ReadonlyMap<string, readonly string[]>,
): readonly Finding[] {
  const objects = new Map<string, Difference>()
  for (const entry of compared) {
    for (const difference of entry.differences) {
      const known = objects.get(difference.object)
      objects.set(difference.object, {
        difference: known?.difference ?? difference,
        seen: [...(known?.seen ?? []), entry],
      })
    }
  }
  const all = [...objects.values()].toSorted((one, other) => rank(one.difference) - rank(other.difference))
  const findings = all.slice(0, MOST).map((one) => finding(one, files.get(one.difference.object) ?? []))
  const rest = all.slice(MOST)
  return rest.length === 0 ? findings : [...findings, summarise(rest)]
}

/** What the old version misses hurts first; what was left over, last. */
function rank({ change }: CatalogDifference): number {
  return ['missing', 'changed', 'added'].indexOf(change)
}

function finding({ difference, seen }: Difference, files: readonly string[]): Finding {
  const clone = seen.every(({ after }) => after === 'quiet-restored') ? ' (seen on the quiet clone)' : ''
  const cause = files.length === 0 ? '' : `; from ${few(files)}`
  return {
    check: rollbackRestoresSchema.id,
    severity: 'blocker',
    subject: difference.object,
    summary: `${inWords(difference)}${cause}${clone}`,
    remedy: remedyFor(difference),
    measured: { is: difference.is ?? 'absent' },
    limit: { is: difference.was ?? 'absent' },
    evidence: seen.map(({ seq }) => seq),
  }
}

function remedyFor({ object, change }: CatalogDifference): string {
  if (change === 'missing') return `Have the rollback create ${object} again, with its contents.`
  return change === 'added'
    ? `Have the rollback drop ${object}.`
    : `Have the rollback turn ${object} back into what it was.`
}

function summarise(rest: readonly Difference[]): Finding {
  return {
    check: rollbackRestoresSchema.id,
    severity: 'blocker',
    subject: plural(rest.length, 'more object'),
    summary: `${plural(rest.length, 'more object')} of the catalog differ${rest.length === 1 ? 's' : ''} after the rollback; the journal names them all`,
    remedy: rollbackRestoresSchema.remedy,
    measured: { objects: rest.length },
    evidence: [...new Set(rest.flatMap(({ seen }) => seen.map(({ seq }) => seq)))],
  }
}
