import type { Judgement } from '../checks/judgement.ts'
import type { Entry } from '../model/evidence.ts'
import { runFactsOf } from './run.ts'

/** The verdict for machines: verdict.json, newline included. Its shape is part of the product and versioned by `fulldress`. */
export function renderVerdictJson(entries: readonly Entry[], judgement: Judgement): string {
  const { rehearsal, runtime, startedAt, durationMs, acts } = runFactsOf(entries)
  const document = {
    fulldress: 1,
    rehearsal,
    verdict: judgement.verdict,
    startedAt,
    durationMs,
    runtime,
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
