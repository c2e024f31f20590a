import { bodyInWords, signed } from '../checks/compared-in-words.ts'
import { percent, plural } from '../checks/wording.ts'
import { judgingOptions } from '../comparison/options.ts'
import type { Comparison, EndpointComparison, JudgingLimits } from '../model/facts-of-judging.ts'
import type { Limits } from '../model/limits.ts'
import { DEFAULT_JUDGING, DEFAULT_LIMITS } from '../statistics/judging-defaults.ts'

/** More endpoints than this are for `--json`. */
const MOST = 12

/** By which margins two runs were held against each other, a sentence each: the usual ones, and endpoints with their own. */
export function marginsInWords(limits: Limits, { endpoints }: Comparison): readonly string[] {
  const names = ['*', ...endpoints.map(({ endpoint }) => endpoint)]
  const { limitsOf } = judgingOptions(limits, { seed: 0, endpoints: names, pairing: 'triplets' })
  const [usual = '', ...others] = names.map((name) => oneInWords(limitsOf[name] ?? DEFAULT_LIMITS))
  const own = others.flatMap((words, index) => (words === usual ? [] : [`${names[index + 1]}: ${words}`]))
  return [`by the later run's limits, ${usual}; alpha ${DEFAULT_JUDGING.alpha}`, ...cut(own)]
}

/** Which margin each endpoint missed that is not settled, by how much it could, a line each. */
export function missedMargins({ endpoints }: Comparison): readonly string[] {
  return cut(endpoints.filter(({ answer }) => answer === 'inconclusive').map(missed))
}

function oneInWords({ margins: { p99, p95, p90, errors }, least }: JudgingLimits): string {
  const same = p99 === p95 && p95 === p90
  const tails = same
    ? `${signed(p99)} of latency`
    : `${signed(p99)} of p99, ${signed(p95)} of p95, ${signed(p90)} of p90`
  const rises = `a rise below ${tails} and ${signed(errors)} of requests failing is as before`
  return `${rises}; REGRESSED is a rise by ${percent(least.rise)} and ${least.riseMs} ms at least, or by ${percent(least.errors)} of requests failing`
}

/** Exceedance stands for no latency, and so leaves nothing open by itself. */
function missed({ endpoint, quantile, body, metrics }: EndpointComparison): string {
  const open = metrics.filter(({ metric, answer }) => metric !== 'exceedance' && answer === 'inconclusive')
  const clauses = [
    ...(quantile === null ? ['too few requests for a quantile'] : []),
    ...(body === undefined ? [] : [`slower below its ${quantile ?? 'p90'}: ${bodyInWords(body)}`]),
    ...open.map(({ metric, because }) => (because.startsWith(metric) ? because : `${metric}: ${because}`)),
  ]
  return `${endpoint}: ${clauses.join('; ')}`
}

function cut(lines: readonly string[]): readonly string[] {
  const rest = lines.length - MOST
  return rest <= 0 ? lines : [...lines.slice(0, MOST), `and ${plural(rest, 'more endpoint')}, see --json`]
}
