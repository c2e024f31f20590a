import { MOST_SESSION_REQUESTS } from './traffic-model.ts'

/** What a transition matrix must say for this. */
interface Matrix {
  readonly starts: readonly { readonly endpoint: string; readonly share: number }[]
  readonly transitions: readonly {
    readonly from: string
    readonly next: readonly { readonly to: string; readonly share: number }[]
  }[]
}

/** Shares by endpoint: of sessions that are there, or requests per session. */
type Shares = ReadonlyMap<string, number>

export interface SessionVisits {
  /** Of sessions that are cut off after MOST_SESSION_REQUESTS, as all are that are learned and drawn. */
  readonly cut: Shares
  /** What the matrix by itself would have, however long that takes. */
  readonly uncut: Shares
}

const ENOUGH = 1e-9
/** Rounds of which each short cycle of pages has a whole number, so that two such stretches can be compared. */
const STRETCH = 120

/** Requests to each endpoint per session: starts × (1 + P + P² + …), P the transition matrix. */
export function visitsOfSession(matrix: Matrix): SessionVisits {
  const rounds = [...roundsOf(matrix).take(MOST_SESSION_REQUESTS)]
  const cut = together(rounds)
  if (rounds.length < MOST_SESSION_REQUESTS) return { cut, uncut: cut }
  // Whoever is still there by now goes on as in the rounds before, each stretch by the same share less.
  const [before, last] = [together(rounds.slice(-2 * STRETCH, -STRETCH)), together(rounds.slice(-STRETCH))]
  const staying = Math.min(totalOf(last) / totalOf(before), 1 - ENOUGH)
  const beyond = staying / (1 - staying)
  return { cut, uncut: new Map([...cut].map(([name, visits]) => [name, visits + beyond * (last.get(name) ?? 0)])) }
}

export function totalOf(shares: Shares): number {
  return [...shares.values()].reduce((sum, share) => sum + share, 0)
}

/** Which share of all sessions is where with its first request, its second, and so on until hardly any goes on. */
function* roundsOf({ starts, transitions }: Matrix): Generator<Shares, void> {
  const rows = new Map(transitions.map(({ from, next }) => [from, next]))
  let here = new Map(starts.map(({ endpoint, share }) => [endpoint, share]))
  while (totalOf(here) >= ENOUGH) {
    yield here
    const there = new Map<string, number>()
    for (const [name, share] of here) {
      for (const { to, share: part } of rows.get(name) ?? []) there.set(to, (there.get(to) ?? 0) + share * part)
    }
    here = there
  }
}

function together(rounds: readonly Shares[]): Shares {
  const sums = new Map<string, number>()
  for (const round of rounds) for (const [name, share] of round) sums.set(name, (sums.get(name) ?? 0) + share)
  return sums
}
