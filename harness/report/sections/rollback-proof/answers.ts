import { answerOf } from '../../../checks/answer-of.ts'
import type { CheckRuling, Judgement } from '../../../checks/judgement.ts'
import { SEVERITIES } from '../../../checks/wording.ts'
import { readableName } from '../../../model/catalog-difference.ts'
import type { Finding, Ruling } from '../../../model/finding.ts'
import { badge, h, type Markup, table, wide } from '../../html/markup.ts'
import { brief, part } from '../../html/prose.ts'

/** What a way back is asked, in the order in which one would ask it at night. */
const QUESTIONS: readonly string[] = [
  'rollback-completes',
  'rollback-restores-schema',
  'rollback-restores-rows',
  'acknowledged-writes-kept',
  'rollback-would-lose',
  'invariant-broken',
  'sequence-behind-column',
  'rollback-restores-versions',
  'rollback-restores-performance',
  'rollback-from-failed-step',
  'rollback-depends-on-upgrade',
  'mixed-versions-fail',
  'old-version-on-new-schema',
  'new-version-reads-old-writes',
  'interrupted-migration-not-resumable',
  'upgrade-repeatable',
]

/** Each question with its answer: green says what was proved, by what and on how much. */
export function answersOf({ checks }: Judgement): readonly Markup[] {
  const asked = QUESTIONS.flatMap((id) => checks.filter((check) => check.id === id))
  if (asked.length === 0) return []
  return part('What was proved', [
    wide('What was proved of the way back', table(['question', 'answer', 'by what'], asked.map(row))),
  ])
}

function row({ asks, ruling }: CheckRuling): readonly (string | Markup)[] {
  const [kind, word] = answerTo(ruling)
  return [asks, badge(kind, word), h('span', brief(becauseOf(ruling)))]
}

/** A check that was not asked passes and says so; no reader may take that for a proof. */
function answerTo(ruling: Ruling): readonly [kind: string, word: string] {
  if (ruling.ruling === 'unknown') return ['unknown', 'not proved']
  if (ruling.ruling === 'passed') return answerOf(ruling) === 'passed' ? ['passed', 'proved'] : ['note', 'not asked']
  const worst = SEVERITIES.find((severity) => ruling.findings.some((finding) => finding.severity === severity))
  return [worst ?? 'note', { blocker: 'no', concern: 'not quite', note: 'with a note' }[worst ?? 'note']]
}

const MOST_NAMED = 3

function becauseOf(ruling: Ruling): string {
  if (ruling.ruling !== 'found') return ruling.because
  const named = ruling.findings.slice(0, MOST_NAMED).map(inWords)
  const rest = ruling.findings.length - named.length
  return `${ruling.because}. ${named.join('; ')}${rest > 0 ? `; and ${rest} more, under findings` : ''}`
}

/** A summary that begins with what it is about needs no subject before it. */
function inWords({ subject, summary }: Finding): string {
  return summary.startsWith(readableName(subject)) ? summary : `${subject}: ${summary}`
}
