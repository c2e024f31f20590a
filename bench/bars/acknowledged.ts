import { entriesOf } from '../../harness/model/evidence.ts'
import { CLEAN, WRITES_CASES, type WritesCase } from '../writes/cases.ts'
import { exactKeys, type WritesRehearsal, writesRehearsal } from '../writes/rehearsal.ts'
import { headlines } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/**
 * A service that spoils its writes is found by exactly its check, with exact keys; its good twin and clean rehearsals
 * (`--count N` of them) are not. `--case WORD` takes the cases whose name has the word.
 */
const { runtimes, count } = barOptions(process.argv, 5)
const word = process.argv.includes('--case') ? (process.argv[process.argv.indexOf('--case') + 1] ?? '') : ''
const OURS = /acknowledged-writes-kept|invariant-broken/
const clean = Array.from({ length: count }, (_, run) => ({ ...CLEAN, name: `clean ${run + 1}` }))
const cases = [...WRITES_CASES, ...clean].filter(({ name }) => name.includes(word))
let missed = 0
for (const runtime of runtimes) {
  for (const [index, one] of cases.entries()) {
    using rehearsal = writesRehearsal()
    one.spoil(rehearsal)
    const { exitCode, seconds, stdout, stderr } = await rehearsal.rehearse(runtime, '--seed', String(index + 1))
    const judged = exitCode === 0 || exitCode === 1 || exitCode === 3
    const troubles = judged ? troublesOf(rehearsal, one) : [stderr]
    if (troubles.length > 0) missed++
    console.log(
      `${troubles.length === 0 ? 'holds ' : 'MISSED'} ${runtime} ${one.name}: exit ${exitCode}, ${seconds.toFixed(0)} s`,
    )
    for (const line of [...troubles, ...(judged ? seen(rehearsal) : [])]) console.log(`         ${line}`)
    if (troubles.length > 0) console.log(stdout)
  }
}
console.log(missed === 0 ? 'bar holds: what is spoilt is found, and nothing else' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1

function troublesOf(rehearsal: WritesRehearsal, { blocker, trouble }: WritesCase): readonly string[] {
  const verdict = rehearsal.verdict()
  const blockers = headlines(verdict).filter((line) => line.startsWith('blocker'))
  const ours = blockers.filter((line) => OURS.test(line))
  const expected = blocker === null ? [] : [`blocker ${blocker}`]
  const acts = entriesOf(rehearsal.journal(), 'ledger.compared').flatMap((entry) => entry.acts ?? [])
  return [
    ...(String(ours) === String(expected) ? [] : [`expected ${expected}, found ${ours}`]),
    ...verdict.checks.flatMap(({ id, ruling, because }) =>
      OURS.test(id) && ruling === 'unknown' ? [`unknown ${id}: ${because}`] : [],
    ),
    ...(['upgrade', 'soak', 'rollback'] as const).flatMap((act) =>
      acts.some((one) => one.act === act && one.acknowledged > 0) ? [] : [`no write was acknowledged in ${act}`],
    ),
    ...keysMissed(rehearsal, trouble),
  ]
}

/** The audit's keys against what the service itself printed. */
function keysMissed(rehearsal: WritesRehearsal, trouble: WritesCase['trouble']): readonly string[] {
  const listed = rehearsal.troubled()
  const others = listed.filter((write) => write.trouble !== trouble)
  if (others.length > 0) return [`${others.length} writes are listed as ${others[0]?.trouble}`]
  if (trouble !== null && listed.length === 0) return [`no write is listed as ${trouble}`]
  if (trouble !== 'missing') return []
  const { exact, words } = exactKeys(rehearsal)
  return exact ? [] : [words]
}

function seen(rehearsal: WritesRehearsal): readonly string[] {
  const listed = rehearsal.troubled()
  const acts = [...new Set(listed.map(({ act }) => act))].map(
    (act) => `${act} ${listed.filter((one) => one.act === act).length}`,
  )
  const ours = rehearsal.verdict().findings.filter(({ check }) => OURS.test(check))
  const others = headlines(rehearsal.verdict()).filter((line) => !OURS.test(line))
  return [
    ...ours.map(({ subject, summary }) => `${subject}: ${summary}`),
    ...(listed.length === 0
      ? []
      : [
          `${rehearsal.neverCommitted().size > 0 ? exactKeys(rehearsal).words : `${listed.length} keys listed`}: ${acts.join(', ')}`,
        ]),
    ...(others.length === 0 ? [] : [`beside: ${others.join('; ')}`]),
  ]
}
