/** Benjamini and Hochberg's q for each p: the share of false news to expect among all those with no higher q. */
export function falseDiscovery(ps: readonly number[]): readonly number[] {
  const order = ps.map((_, at) => at).sort((a, b) => (ps[b] ?? 1) - (ps[a] ?? 1))
  const qs = new Array<number>(ps.length).fill(1)
  let lowest = 1
  for (const [rank, at] of order.entries()) {
    lowest = Math.min(lowest, ((ps[at] ?? 1) * ps.length) / (ps.length - rank))
    qs[at] = lowest
  }
  return qs
}
