import type { TransitionPhase } from '../model/act.ts'
import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding, Ruling } from '../model/finding.ts'
import { type Play, stepsOf } from './play.ts'
import { passed, rule } from './rule.ts'
import { placeOf } from './statement.ts'
import { plural } from './wording.ts'

const TAIL_LINES = 3

interface Check {
  readonly id: string
  readonly remedy: string
}

/** Whether all declared steps of a transition ended well; the one that did not is named by file and line where known. */
export function stepsComplete(play: Play, act: TransitionPhase, check: Check): Ruling {
  const declared = stepsOf(play, act)
  if (declared.length === 0) return passed(`nothing is declared: the ${act} has no steps`)
  const ended = entriesOf(play.entries, 'step.ended').filter((step) => step.act === act)
  const failed = ended.filter(({ ok }) => !ok)
  const done = new Set(ended.filter(({ ok }) => ok).map(({ step }) => step)).size
  return rule({
    findings: [...failed.map((step) => finding(play, step, check)), ...ended.flatMap((step) => complaint(step, check))],
    missing: done >= declared.length ? [] : [`${done} of ${plural(declared.length, 'step')} of the ${act} ended`],
    settledBy: `a rehearsal that performs the whole ${act}`,
    passed: `${declared.length === 1 ? 'the only step' : `all ${declared.length} steps`} of the ${act} ended well`,
  })
}

function finding({ entries }: Play, step: EntryOf<'step.ended'>, { id, remedy }: Check): Finding {
  const statement = entriesOf(entries, 'statement.ran').findLast(
    (ran) => ran.act === step.act && ran.step === step.step && ran.error !== undefined,
  )
  const seconds = (step.endedAt - step.startedAt) / 1_000
  return {
    check: id,
    severity: 'blocker',
    subject: statement === undefined ? step.label : placeOf(statement),
    summary: `step ${step.step + 1} of the ${step.act}, "${step.label}", failed after ${seconds.toFixed(1)} s: ${gist(step.reason ?? 'no reason was given')}`,
    remedy,
    measured: { failedStep: step.step + 1, afterMs: Math.round(step.endedAt - step.startedAt) },
    evidence: [step.seq, ...(statement === undefined ? [] : [statement.seq])],
  }
}

/** Scripts that may be run twice print errors that do no harm, so whether this one does is for its reader to say. */
function complaint(step: EntryOf<'step.ended'>, check: Check): readonly Finding[] {
  if (!step.ok || step.complaint === undefined) return []
  return [
    {
      check: check.id,
      severity: 'concern',
      subject: step.label,
      summary: `step ${step.step + 1} of the ${step.act}, "${step.label}", exited with 0 although the server refused something: ${gist(step.complaint)}`,
      remedy: 'Let the command end at the first error, with another exit code than 0: psql -v ON_ERROR_STOP=1.',
      evidence: [step.seq],
    },
  ]
}

/** How languages and servers begin the line that says what was wrong. */
const CULPRIT = /\b\w*(Error|Exception)\b|\b(panic|fatal|FATAL|ERROR|EADDRINUSE)\b/
const FRAME = /^(at |File "|\^+$|Node\.js v\d)/

/**
 * The first line of a reason, the first that names an error, and the last few of what a command printed: what went
 * wrong is said at either end, or above a stack of frames.
 */
export function gist(reason: string): string {
  const lines = reason
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !FRAME.test(line))
  if (lines.length <= TAIL_LINES + 1) return lines.join(' | ')
  const tail = lines.slice(-TAIL_LINES)
  const culprit = lines.slice(1, -TAIL_LINES).find((line) => CULPRIT.test(line))
  return [lines[0], '…', ...(culprit === undefined ? [] : [culprit, '…']), ...tail].join(' | ')
}
