import type { Judgement } from '../checks/judgement.ts'
import { comparedWays } from '../checks/way-figures.ts'
import type { Entry } from '../model/evidence.ts'
import type { WayFigures } from '../model/facts-of-ways.ts'
import { comparedForMachines } from './compared.ts'
import { runFactsOf } from './run.ts'

/** The verdict for machines: verdict.json, newline included. Its shape is part of the product and versioned by `fulldress`. */
export function renderVerdictJson(entries: readonly Entry[], judgement: Judgement): string {
  const { rehearsal, runtime, startedAt, durationMs, acts, back } = runFactsOf(entries)
  const ways = comparedWays(entries, judgement.verdict)
  const document = {
    fulldress: 1,
    rehearsal,
    verdict: judgement.verdict,
    startedAt,
    durationMs,
    runtime,
    ...(back === null ? {} : { wayBack: back.way, pointOfNoReturn: back.pointOfNoReturn }),
    ...(ways.length === 0 ? {} : { ways: ways.map(figures) }),
    ...comparedForMachines(entries),
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

function figures({ way, verdict, rollbackMs, stallMs, writesLost, residue }: WayFigures): WayFigures {
  return { way, verdict, rollbackMs, stallMs, writesLost, residue }
}
