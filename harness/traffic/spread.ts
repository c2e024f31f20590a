/** Which block of a period gets how many arrivals; blocks without one are left out. */
export interface Spread {
  /** How many blocks the period has now: as asked, or two or four times that. */
  readonly blocks: number
  /** Block and count, ascending. */
  readonly counts: readonly (readonly [number, number])[]
}

/** The judge holds odd blocks against even ones, and joins neighbours where they resemble each other. */
const PLACES = 4
/** One arrival more or less is no longer felt beside so many. */
const MANY = 10
/** A longer period comes but once in an act. */
const LONGEST_REPEATED_BLOCKS = 30

/**
 * Spreads the arrivals of a period over its blocks, each with as many as every other, give or take one.
 *
 * Those with one more take turns at being odd and even. In a period of two blocks with one arrival it would always be
 * the same half of all blocks that is slowed by it, and a steady machine would look like one that is not.
 */
export function spread(total: number, blocks: number, random: () => number): Spread {
  const few = Math.floor(total / blocks)
  const more = total - few * blocks
  const rounds = roundsOf(blocks, { few, more })
  // Whichever is rarer is placed: blocks with one more, or blocks without.
  const rare = Math.min(more, blocks - more)
  const chosen = new Set(placed(rare, { blocks, rounds }, random))
  const length = blocks * rounds
  if (few === 0 && rare === more) return { blocks: length, counts: [...chosen].map((block) => [block, 1]) }
  const counts = Array.from({ length }, (_, block) => few + (chosen.has(block) === (rare === more) ? 1 : 0))
  return { blocks: length, counts: [...counts.entries()].filter(([, count]) => count > 0) }
}

/** An odd period changes sides by itself. */
function roundsOf(blocks: number, { few, more }: { readonly few: number; readonly more: number }): number {
  if (more === 0 || few >= MANY || blocks % 2 === 1 || blocks > LONGEST_REPEATED_BLOCKS) return 1
  return [1, 2].find((rounds) => (blocks * rounds) % PLACES === 0 && (more * rounds) % PLACES === 0) ?? PLACES
}

/** Each in a stretch of its own, all as long; within it at the place that was used least. Ascending. */
function placed(
  rare: number,
  { blocks, rounds }: { readonly blocks: number; readonly rounds: number },
  random: () => number,
): readonly number[] {
  const used = Array.from({ length: PLACES }, () => 0)
  return Array.from({ length: rare * rounds }, (_, index) => {
    const [from, to] = [index, index + 1].map((at) => Math.floor((at * blocks) / rare)) as [number, number]
    const firsts = Array.from({ length: Math.min(PLACES, to - from) }, (_, offset) => from + offset)
    const least = Math.min(...firsts.map((first) => used[first % PLACES] ?? 0))
    const free = firsts.filter((first) => used[first % PLACES] === least)
    const first = free[Math.floor(random() * free.length)] ?? from
    used[first % PLACES] = least + 1
    return first + PLACES * Math.floor(random() * Math.ceil((to - first) / PLACES))
  })
}
