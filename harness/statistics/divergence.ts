/**
 * For each place to split a series, by the length of its first part: the energy distance between both parts, scaled by
 * mn ÷ (m + n) so that places can be compared. Parts have at least `shortest` values.
 */
export function* divergences(
  series: readonly number[],
  shortest: number,
): Generator<readonly [at: number, divergence: number]> {
  const n = series.length
  const least = Math.max(2, shortest)
  if (n < 2 * least) return
  const distance = (i: number, j: number) => Math.abs((series[i] as number) - (series[j] as number))
  let [within, between, beyond] = [0, 0, 0]
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) beyond += distance(i, j)
  for (let at = 0; at < n; at++) {
    const first = at
    if (first >= least && n - first >= least) {
      const rest = n - first
      const energy =
        (2 * between) / (first * rest) - (2 * within) / (first * (first - 1)) - (2 * beyond) / (rest * (rest - 1))
      yield [first, (energy * first * rest) / n]
    }
    // The value at the split moves from the second part to the first.
    let [toFirst, toSecond] = [0, 0]
    for (let i = 0; i < at; i++) toFirst += distance(i, at)
    for (let i = at + 1; i < n; i++) toSecond += distance(i, at)
    within += toFirst
    beyond -= toSecond
    between += toSecond - toFirst
  }
}
