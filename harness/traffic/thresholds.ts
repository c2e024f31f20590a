import type { ScriptOptions, Threshold } from './script-options.ts'

/** Columns that the fold reads. Every further system tag costs k6 time and memory. */
const NEEDED_TAGS = ['check', 'error_code', 'expected_response', 'method', 'name', 'scenario', 'vu']
const KNOWN_TAGS =
  /\b(proto|subproto|status|method|url|name|group|check|error|error_code|tls_version|scenario|service|expected_response|ocsp_status|ip)\s*:/g

/** The scripts' thresholds together. None may abort: the rehearsal plays on, and the verdict hears of it at the end. */
export function mergeThresholds(scripts: readonly ScriptOptions[]): Readonly<Record<string, readonly Threshold[]>> {
  const merged: Record<string, Threshold[]> = {}
  for (const { thresholds } of scripts) {
    for (const [metric, list] of Object.entries(thresholds ?? {})) {
      merged[metric] = [...(merged[metric] ?? []), ...list.map(spelled)]
    }
  }
  return merged
}

function spelled(threshold: Threshold): string {
  return typeof threshold === 'string' ? threshold : threshold.threshold
}

/** System tags that the fold needs, and those which a threshold selects by: `http_req_duration{status:200}`. */
export function systemTags(thresholds: Readonly<Record<string, unknown>>): readonly string[] {
  const selected = Object.keys(thresholds).flatMap((metric) =>
    [...metric.matchAll(KNOWN_TAGS)].map(([, tag]) => tag ?? ''),
  )
  return [...new Set([...NEEDED_TAGS, ...selected])].sort()
}

/** Words on what the thresholds lose. */
export function thresholdNotes(scripts: readonly ScriptOptions[]): readonly string[] {
  const all = scripts.flatMap(({ thresholds }) => Object.entries(thresholds ?? {}))
  const aborting = all.filter(([, list]) => list.some((one) => typeof one !== 'string' && one.abortOnFail === true))
  const waiting = all.filter(([metric]) => /^iteration_duration\b/.test(metric))
  return [
    ...aborting.map(
      ([metric]) => `abortOnFail of the threshold on ${metric} is ignored: the rehearsal plays to its end`,
    ),
    ...waiting.map(([metric]) => `the threshold on ${metric} includes the wait for each arrival`),
  ]
}
