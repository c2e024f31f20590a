import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { InvariantMoment } from '../model/facts-of-writes.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { plural } from './wording.ts'

type Asked = EntryOf<'invariant.asked'>
type Declared = NonNullable<Play['started']['invariants']>[number]

const WHEN: Readonly<Record<InvariantMoment, string>> = {
  seeded: 'before the upgrade',
  upgraded: 'after the upgrade',
  'rolled-back': 'after the way back',
  ended: 'at the end',
}

export const invariantBroken: Check = {
  id: 'invariant-broken',
  gating: true,
  act: 'audit',
  asks: 'Does every invariant that the spec declares still hold after the upgrade, after the way back and at the end?',
  why: 'Rows can all be there and not fit together any more: a balance that is not the sum of its entries, an order without its items. Only whoever owns the data knows what must hold, and a statement that must return no row says it.',
  remedy:
    'Look at the rows that the statement returns, find the step or the version that wrote them, and mend that before the data.',
  judge: onPlay((play) => {
    const declared = play.started.invariants ?? []
    if (declared.length === 0) return passed('nothing is declared: the spec names no invariant')
    const asked = entriesOf(play.entries, 'invariant.asked')
    const of = ({ name }: Declared) => asked.filter(({ invariant }) => invariant === name)
    return rule({
      findings: declared.flatMap((one) => broken(of(one))),
      missing: declared.flatMap((one) => momentsOf(play, one).flatMap((when) => unanswered(one, when, of(one)))),
      settledBy: 'a rehearsal that reaches the audit, with statements that the schema of their time can answer',
      passed: `${declared.map(({ name }) => name).join(', ')} returned no row, ${plural(asked.length, 'time')} asked`,
    })
  }),
}

/** When an invariant must have been asked: what the old schema alone can answer is not asked of the new one. */
function momentsOf({ wayBack, way, upgradeFailed }: Play, { on }: Declared): readonly InvariantMoment[] {
  const last = way === 'none' || way === 'code-only' ? 'new' : 'old'
  const moments = [
    ['seeded', 'old', true],
    ['upgraded', 'new', !upgradeFailed],
    ['rolled-back', last, wayBack],
    ['ended', last, true],
  ] as const
  return moments.filter(([, schema, due]) => due && (on === 'both' || on === schema)).map(([when]) => when)
}

function unanswered({ name }: Declared, when: InvariantMoment, asked: readonly Asked[]): readonly string[] {
  const entry = asked.findLast((one) => one.when === when)
  if (entry === undefined) return [`invariant ${name} was not asked ${WHEN[when]}`]
  return entry.outcome.was === 'not-asked'
    ? [`invariant ${name} could not be asked ${WHEN[when]}: ${entry.outcome.reason}`]
    : []
}

/** The copy is gone by the time that anybody reads of it, and a mask tells no row from another. */
function unmask(invariant: string, rows: readonly string[]): string {
  const names = rows.flatMap((row) => [...row.matchAll(/(?:^|, )([^,]+) \?(?=, |$)/g)].map(([, column = '']) => column))
  const columns = [...new Set(names)]
  if (columns.length === 0) return ''
  return ` A ? stands for a value that is masked: \`show: [${columns.join(', ')}]\` under \`invariants.${invariant}\` tells it in the next run, of a column that is nobody’s own.`
}

/** One finding per invariant: where it broke first tells which step to look at. One broken from the start is no news. */
function broken(asked: readonly Asked[]): readonly Finding[] {
  const failing = asked.flatMap((entry) => (entry.outcome.was === 'broken' ? [{ ...entry, ...entry.outcome }] : []))
  const [first] = failing
  if (first === undefined || first.when === 'seeded') return []
  const rows = `${first.more ? 'more than ' : ''}${plural(first.rows, 'row')}`
  const others = failing.slice(1).map(({ when }) => WHEN[when])
  const also = others.length === 0 ? '' : `, and still does ${others.join(' and ')}`
  const kept = asked
    .filter(({ seq, outcome }) => seq > first.seq && outcome.was === 'kept')
    .map(({ when }) => WHEN[when])
  const again = kept.length === 0 ? '' : `; it holds again ${kept.join(' and ')}`
  return [
    {
      check: invariantBroken.id,
      severity: 'blocker',
      subject: first.invariant,
      summary: `returns ${rows} ${WHEN[first.when]}${also}: ${first.first.join('; ')}${again}`,
      remedy: `${invariantBroken.remedy}${unmask(first.invariant, first.first)}`,
      measured: { rows: first.rows },
      limit: { rows: 0 },
      evidence: failing.map(({ seq }) => seq),
    },
  ]
}
