import { SEVERITIES } from '../../checks/wording.ts'
import { entriesOf } from '../../model/evidence.ts'
import type { Ruling, Verdict } from '../../model/finding.ts'
import type { Seen } from '../html/section.ts'
import { gauge, type Metric } from './exposition.ts'

const VERDICTS: readonly Verdict[] = ['go', 'no-go', 'inconclusive']
const RULINGS: readonly Ruling['ruling'][] = ['passed', 'found', 'unknown']

/** The verdict, what was found and what was answered, and how long the acts took. */
export function runMetrics({ entries, judgement, run }: Seen): readonly Metric[] {
  const [started] = entriesOf(entries, 'rehearsal.started')
  const startedS = Date.parse(run.startedAt) / 1_000
  const info = { version: started?.harness ?? 'unknown', runtime: run.runtime, database: run.database.join(', ') }
  return [
    gauge('fulldress_run_info', 'What rehearsed, where and with which database; always 1.', [
      { labels: info, value: 1 },
    ]),
    gauge(
      'fulldress_verdict',
      '1 for the verdict of the latest run, 0 for the two others.',
      VERDICTS.map((verdict) => ({ labels: { verdict }, value: Number(judgement.verdict === verdict) })),
    ),
    gauge(
      'fulldress_findings',
      'Findings of the latest run by check and severity.',
      judgement.checks.flatMap(({ id, ruling }) =>
        SEVERITIES.map((severity) => ({
          labels: { check: id, severity },
          value: ruling.ruling === 'found' ? ruling.findings.filter((one) => one.severity === severity).length : 0,
        })),
      ),
    ),
    gauge(
      'fulldress_check_ruling',
      '1 for what a check answered in the latest run, 0 for what it did not.',
      judgement.checks.flatMap(({ id, gating, ruling }) =>
        RULINGS.map((answer) => ({
          labels: { check: id, gating: String(gating), ruling: answer },
          value: Number(ruling.ruling === answer),
        })),
      ),
    ),
    gauge(
      'fulldress_act_duration_seconds',
      'How long an act of the latest run took.',
      run.acts.map(({ name, status, durationMs }) => ({ labels: { act: name, status }, value: durationMs / 1_000 })),
    ),
    ...(Number.isNaN(startedS) ? [] : moments(startedS, run.durationMs / 1_000)),
  ]
}

function moments(startedS: number, durationS: number): readonly Metric[] {
  return [
    gauge('fulldress_run_start_timestamp_seconds', 'When the latest run began.', [{ labels: {}, value: startedS }]),
    gauge('fulldress_run_end_timestamp_seconds', 'When the latest run ended.', [
      { labels: {}, value: startedS + durationS },
    ]),
    gauge('fulldress_run_duration_seconds', 'How long the latest run took.', [{ labels: {}, value: durationS }]),
  ]
}
