import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Act, Company } from './acts/act.ts'
import { Perils } from './acts/perils.ts'
import { type Judgement, judge } from './checks/judge.ts'
import { describe, RehearsalError } from './errors.ts'
import type { Journal } from './journal/journal.ts'
import type { ActStatus } from './model/act.ts'
import { entriesOf } from './model/evidence.ts'

const DEATH_NOTICE_MS = 1500

type Outcome = ActStatus | 'stop'

/** What dies before the upgrade leaves the question open; it is not for the operator to mend. */
const UNMENDABLE: ReadonlySet<string> = new Set(['resource-died', 'traffic-failed'])

/**
 * Performs the acts in order and judges what was seen.
 *
 * An act that throws ends the play for those after it, except those that are performed once upgrading. The verdict is
 * read back from the journal, never from memory, so judging an old journal gives the answer of the run that wrote it.
 */
export async function rehearse(acts: readonly Act[], journal: Journal, interrupted: AbortSignal): Promise<Judgement> {
  const began = performance.now()
  try {
    await using resources = new AsyncDisposableStack()
    await performAll(acts, journal, { interrupted, resources })
  } catch (error) {
    // Acts report their own failures, so only disposal lands here. It must not cost us the verdict.
    journal.record({ kind: 'cleanup.failed', reason: describe(error) })
  }
  if (!interrupted.aborted)
    journal.record({ kind: 'rehearsal.ended', durationMs: Math.round(performance.now() - began) })
  return judge(journal.read())
}

async function performAll(
  acts: readonly Act[],
  journal: Journal,
  whole: Pick<Company, 'interrupted' | 'resources'>,
): Promise<void> {
  const perils = new Perils(journal)
  let well = true
  let upgrading = false
  for (const act of acts) {
    const due: boolean = well || (upgrading && act.runs === 'once-upgrading')
    upgrading ||= due && act.name === 'upgrade'
    const company = { journal, ...whole, ...perils.beset(act.name, whole.interrupted) }
    const outcome: Outcome = due ? await perform(act, company, upgrading) : skip(act, company)
    if (outcome === 'stop') return
    well &&= outcome === 'ok'
  }
}

async function perform(act: Act, company: Company, upgrading: boolean): Promise<Outcome> {
  const { journal } = company
  const began = performance.now()
  journal.record({ kind: 'act.started', act: act.name })
  try {
    const performed = await act.perform(company)
    journal.record({
      kind: 'act.ended',
      act: act.name,
      durationMs: Math.round(performance.now() - began),
      ...performed,
    })
    return performed.status
  } catch (thrown) {
    const error = await causeOf(thrown, company)
    const reason = describe(error)
    const failed = { status: 'failed', summary: firstLine(reason) } as const
    journal.record({
      kind: 'act.ended',
      act: act.name,
      durationMs: Math.round(performance.now() - began),
      ...failed,
      reason,
    })
    return company.interrupted.aborted ? 'stop' : afterFailure(error, journal, upgrading)
  }
}

/** An operator can mend what fails before the upgrade; a stray request ends the run wherever it is. */
function afterFailure(error: unknown, journal: Journal, upgrading: boolean): Outcome {
  if (!(error instanceof RehearsalError)) {
    // After a death, acts stumble over what is no longer there; that is no bug of ours.
    if (entriesOf(journal.read(), 'resource.died').length > 0) return 'failed'
    journal.record({
      kind: 'harness.failed',
      reason: describe(error),
      stack: error instanceof Error ? `${error.stack}` : '',
    })
    return 'stop'
  }
  const { code, message, hint } = error
  if (code === 'stray-request' || !(upgrading || UNMENDABLE.has(code))) {
    journal.record({ kind: 'operator.must.act', code, message, hint })
    return 'stop'
  }
  return 'failed'
}

/** A death is often felt (a connection lost) before it is known, so a stranger's error waits a moment for its cause. */
async function causeOf(thrown: unknown, { signal, interrupted }: Company): Promise<unknown> {
  if (interrupted.aborted || thrown instanceof RehearsalError) return thrown
  await Promise.race([once(signal, 'abort'), sleep(signal.aborted ? 0 : DEATH_NOTICE_MS)])
  return signal.aborted ? signal.reason : thrown
}

function skip(act: Act, { journal }: Company): Outcome {
  const skipped = { status: 'skipped', summary: 'an act before it failed' } as const
  journal.record({ kind: 'act.ended', act: act.name, durationMs: 0, ...skipped })
  return 'skipped'
}

/** A log that begins on the next line is in the reason; on this one its announcement would stand alone. */
function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/; its last log lines:$/, '')
}
