/**
 * The one of the candidates, from the lowest up, whose presence makes something fail: it fails from there and from all
 * above, and not from those below. `fails` is asked about as often as the logarithm of their number; of none, or where it
 * does not even fail from the highest, the answer is null.
 */
export async function lowestThatFails<T>(
  candidates: readonly T[],
  fails: (candidate: T) => Promise<boolean>,
): Promise<T | null> {
  const highest = candidates.at(-1)
  if (highest === undefined || !(await fails(highest))) return null
  let [below, failing] = [-1, candidates.length - 1]
  while (failing - below > 1) {
    const middle = (below + failing) >> 1
    const candidate = candidates[middle] as T
    if (await fails(candidate)) failing = middle
    else below = middle
  }
  return candidates[failing] ?? null
}
