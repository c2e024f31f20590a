import { drawn } from '../errors.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { headlineOf } from './headline.ts'
import type { Judgement } from './judgement.ts'
import { gist } from './steps-complete.ts'
import { few, plural } from './wording.ts'

const MOST = 3
const LONGEST = 280

/** Why the verdict is what it is, in a sentence. */
export interface Reason {
  /** As much of it as is read at a glance, cut where a clause or a word ends. */
  readonly brief: string
  readonly whole: string
}

/** The reasons of `wholeReasonsOf`, each cut where it is too long to be read at a glance. */
export function reasonsOf(entries: readonly Entry[], judgement: Judgement): readonly string[] {
  return wholeReasonsOf(entries, judgement).map(({ brief }) => brief)
}

/**
 * Why the verdict is what it is, in at most three sentences of plain text, worst first: the blockers of a NO-GO, what an
 * INCONCLUSIVE does not know, and what a GO rests on and leaves open.
 */
export function wholeReasonsOf(entries: readonly Entry[], judgement: Judgement): readonly Reason[] {
  return drawn(
    () => saidOf(entries, judgement),
    (because) => [sentence(because)],
  )
}

function saidOf(entries: readonly Entry[], judgement: Judgement): readonly Reason[] {
  const { verdict, findings } = judgement
  switch (verdict) {
    case 'no-go':
      return blockers(findings.filter(({ severity }) => severity === 'blocker'))
    case 'inconclusive':
      return notKnown(entries, judgement)
    case 'go':
      return restsOn(entries, judgement)
    default:
      return verdict satisfies never
  }
}

/**
 * One sentence for each check, its first finding named; a fourth check makes the third sentence count the rest. Whether
 * one could go back is a question of its own, which is not left to the count.
 */
function blockers(all: readonly Finding[]): readonly Reason[] {
  const groups = [...Map.groupBy(all, ({ check }) => check)]
  const back = groups.findIndex(([check]) => check.startsWith('rollback-'))
  const last = Math.max(MOST - 2, back)
  const shown = groups.length > MOST ? groups.filter((_, at) => at < MOST - 2 || at === last) : groups
  const said = shown.map(([check, of]) => {
    const [first] = of as [Finding]
    const more = of.length === 1 ? '' : ` (and ${of.length - 1} more of the kind)`
    return sentence(`${check}, ${first.subject}: ${first.summary}`, more)
  })
  const rest = groups.filter((group) => !shown.includes(group))
  if (rest.length === 0) return said
  const count = rest.reduce((sum, [, of]) => sum + of.length, 0)
  return [...said, sentence(`${plural(count, 'more blocker')}: ${few(rest.map(([check]) => check))}`)]
}

function notKnown(entries: readonly Entry[], { checks }: Judgement): readonly Reason[] {
  const stops = [
    ...entriesOf(entries, 'harness.failed').map(({ reason }) => `the harness itself failed: ${gist(reason)}`),
    ...entriesOf(entries, 'operator.must.act').map(({ message, hint }) => `${gist(message)} (${hint})`),
  ]
  const unknown = checks.flatMap(({ id, gating, ruling }) =>
    gating && ruling.ruling === 'unknown' ? [`${id}: ${ruling.because}`] : [],
  )
  // `rehearsal-completes` does not know for the very stop that is told already.
  const all = [...stops, ...unknown.filter((reason) => !stops.some((stop) => reason.includes(stop)))]
  const shown = all.length > MOST ? all.slice(0, MOST - 1) : all
  const rest = all.length - shown.length
  const said = shown.map((one) => sentence(one))
  return rest === 0
    ? said
    : [...said, sentence(`${plural(rest, 'more gating check')} ${rest === 1 ? 'is' : 'are'} unknown`)]
}

function restsOn(entries: readonly Entry[], judgement: Judgement): readonly Reason[] {
  const { checks, findings } = judgement
  const gating = checks.filter((check) => check.gating).length
  const [worst] = findings.filter(({ severity }) => severity === 'concern')
  const concerns = findings.filter(({ severity }) => severity === 'concern').length
  const { verdict } = headlineOf(entries, judgement)
  const reason = entriesOf(entries, 'rehearsal.started')[0]?.reason
  const open = verdict === 'GO' ? [] : [sentence(reason === undefined ? verdict : `${verdict}: ${reason}`)]
  return [
    sentence(
      `None of ${plural(checks.length, 'check')} found a blocker, and none of the ${gating} that gate is unknown`,
    ),
    ...(worst === undefined
      ? []
      : [
          sentence(
            `${plural(concerns, 'concern')} to read${concerns === 1 ? '' : ', first'}: ${worst.subject}: ${worst.summary}`,
          ),
        ]),
    ...open,
  ]
}

/** On one line, with a full stop. */
function sentence(text: string, more = ''): Reason {
  const line = text.replace(/\s+/g, ' ').trim().replace(/[.;]$/, '')
  const whole = `${line}${more}.`
  return { whole, brief: line.length <= LONGEST ? whole : `${beginningOf(line)} …${more === '' ? '' : `${more}.`}` }
}

/** Up to the end of a clause, or else of a word, that leaves half of what there is room for at least. */
function beginningOf(line: string): string {
  const room = line.slice(0, LONGEST - 2)
  const clause = Math.max(room.lastIndexOf('. '), room.lastIndexOf('; ')) + 1
  const end = [clause, room.lastIndexOf(' ')].find((at) => at >= LONGEST / 2)
  return room.slice(0, end)
}
