import type { EndpointComparison } from '../model/facts-of-judging.ts'
import type { Check } from './check.ts'
import { type Compared, isOfLatency, onCompared } from './compared.ts'
import { bodyInWords, hangsInWords, signed } from './compared-in-words.ts'
import { onPlay, type Play } from './play.ts'
import { rule } from './rule.ts'
import { few } from './wording.ts'

export const gateEndpointsEquivalent: Check = {
  id: 'gate-endpoints-equivalent',
  gating: true,
  act: 'soak',
  asks: 'Are the endpoints that the spec marks `gate: true` proven to be as before, within their margins?',
  why: 'That no regression was found is no proof that there is none: a short run finds little. For the endpoints that matter most the spec can ask for the proof, an upper bound of the slowdown below the margin; without it the answer is that nobody knows.',
  remedy: 'Give the endpoint more traffic or the acts more time, as the ruling says, or a wider `margin`.',
  judge: onPlay(
    onCompared((play, compared) => {
      const gates = gatesOf(play, compared)
      return rule({
        findings: [],
        missing: [
          ...gates.flatMap(({ endpoint, one }) => (one === null ? [`${endpoint} saw no requests`] : unproven(one))),
          ...(gates.length > 0 ? compared.faults.map((fault) => `latency cannot be compared, for ${fault}`) : []),
        ],
        settledBy: settledBy(gates.flatMap(({ one }) => one ?? [])),
        passed:
          gates.length === 0
            ? 'the spec marks no endpoint with `gate: true`'
            : `as before within the margin: ${few(gates.map(({ endpoint }) => endpoint))}`,
      })
    }),
  ),
}

const SLOWER_SETTLED_BY = 'a new version that answers its usual requests as quickly as the old one, or a wider `margin`'

interface Gate {
  readonly endpoint: string
  readonly one: EndpointComparison | null
}

/** Every endpoint that was compared and is a gate, and those that the spec names and nobody asked for. */
function gatesOf({ limits }: Play, { entry }: Compared): readonly Gate[] {
  const seen = entry.endpoints.filter(({ gate }) => gate).map((one) => ({ endpoint: one.endpoint, one }))
  const named = limits.endpoints.filter(({ endpoint, gate }) => gate === true && endpoint !== '*')
  const silent = named.filter(({ endpoint }) => !entry.endpoints.some((one) => one.endpoint === endpoint))
  return [...seen, ...silent.map(({ endpoint }) => ({ endpoint, one: null }))]
}

/** A regression is another check's blocker; here it is not proven to be as before either. */
function unproven({ endpoint, answer, metrics, quantile, body, hangs = [] }: EndpointComparison): readonly string[] {
  if (answer === 'equivalent' || answer === 'improved') return []
  if (body !== undefined) return [`${endpoint} is not as before below its ${quantile}: ${bodyInWords(body)}`]
  const [hung] = hangs.filter(({ phase }) => phase === 'soak')
  if (hung !== undefined) return [`${endpoint} is not as before: ${hangsInWords(hung)}`]
  const open = metrics.filter(({ answer: one }) => one === 'inconclusive' || one === 'regressed')
  const [worst] = [...open.filter(isOfLatency), ...open]
  const hidden = worst?.couldHideUpTo ?? null
  const few = quantile === null ? ', too few requests for a quantile' : ''
  return [
    `${endpoint} is not proven to be as before (${worst?.metric ?? 'nothing'} could be ${hidden === null ? 'anything' : `up to ${signed(hidden)}`}${few})`,
  ]
}

function settledBy(gates: readonly EndpointComparison[]): string {
  if (gates.some(({ body, hangs }) => body !== undefined || hangs !== undefined)) return SLOWER_SETTLED_BY
  const ways = gates.flatMap(({ metrics }) => metrics.flatMap(({ settledBy }) => settledBy ?? []))
  return ways.length === 0 ? 'more traffic to these endpoints, or longer acts' : few([...new Set(ways)], 2, '; ')
}
