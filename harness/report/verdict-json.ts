import type { Judgement } from '../checks/judgement.ts'
import { reasonsOf } from '../checks/reasons.ts'
import { comparedWays } from '../checks/way-figures.ts'
import { type WindowSeen, windowOf } from '../checks/window.ts'
import type { TimeRange } from '../checks/window-parts.ts'
import { drawn } from '../errors.ts'
import type { Entry } from '../model/evidence.ts'
import type { WayFigures } from '../model/facts-of-ways.ts'
import { comparedForMachines } from './compared.ts'
import { runFactsOf } from './run.ts'

/** The verdict for machines: verdict.json, newline included. Its shape is part of the product and versioned by `fulldress`. */
export function renderVerdictJson(entries: readonly Entry[], judgement: Judgement): string {
  const { rehearsal, runtime, startedAt, durationMs, acts, back } = runFactsOf(entries)
  const ways = drawn<readonly WayFigures[]>(
    () => comparedWays(entries, judgement.verdict),
    () => [],
  )
  const window = drawn(
    () => windowOf(entries),
    () => null,
  )
  const document = {
    fulldress: 1,
    rehearsal,
    verdict: judgement.verdict,
    startedAt,
    durationMs,
    runtime,
    reasons: reasonsOf(entries, judgement),
    ...(back === null ? {} : { wayBack: back.way, pointOfNoReturn: back.pointOfNoReturn }),
    ...(ways.length === 0 ? {} : { ways: ways.map(figures) }),
    ...(window === null ? {} : { window: windowFigures(window) }),
    ...drawn(
      () => comparedForMachines(entries),
      () => ({}),
    ),
    acts: acts.map(({ name, status, durationMs }) => ({ name, status, durationMs })),
    checks: judgement.checks.map(({ id, gating, ruling }) => ({
      id,
      gating,
      ruling: ruling.ruling,
      because: ruling.because,
    })),
    findings: judgement.findings.map(({ check, severity, subject, summary, remedy, measured, limit, evidence }) => ({
      check,
      severity,
      subject,
      summary,
      remedy,
      measured: measured ?? {},
      limit: limit ?? {},
      evidence,
    })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** In whole milliseconds: a prediction is no more exact than that. */
function windowFigures({ parts, needed, bufferMs, plannedMs, declared, decideByMs, fit, unknown }: WindowSeen) {
  const whole = (ms: number | null) => (ms === null ? null : Math.round(ms))
  const range = (of: TimeRange | null) => (of === null ? null : { low: whole(of.lowMs), high: whole(of.highMs) })
  return {
    fit,
    neededMs: range(needed),
    bufferMs: whole(bufferMs),
    plannedMs: whole(plannedMs),
    declaredMs: declared?.durationMs ?? null,
    decideByMs: whole(decideByMs),
    parts: parts.map(({ name, takes, note }) => ({ name, takesMs: range(takes), note })),
    unknown,
  }
}

function figures({ way, verdict, rollbackMs, stallMs, writesLost, residue }: WayFigures): WayFigures {
  return { way, verdict, rollbackMs, stallMs, writesLost, residue }
}
