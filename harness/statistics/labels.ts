import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Pairing } from '../model/facts-of-judging.ts'

/**
 * Ways to say which blocks are "after". The first labelling is the one that was observed, which is what makes a p value
 * never zero and the test exact.
 */
export interface Labels {
  readonly kind: 'matched' | 'unmatched'
  readonly labellings: number
  /** Whether these are all the labellings there are. */
  readonly exact: boolean
  /**
   * Matched: the phase labelled "after" in each triplet. Unmatched: the blocks labelled "after", counted over all
   * phases.
   */
  readonly table: Uint16Array
  /** Entries of `table` in each labelling. */
  readonly width: number
}

export interface Drawing {
  readonly seed: number
  /** At most so many besides the observed one. */
  readonly permutations: number
}

/**
 * One phase of each of `blocks` triplets (or pairs) is "after"; any might have been. All of them where they are few
 * enough.
 */
export function matchedLabels(blocks: number, phases: number, after: number, { seed, permutations }: Drawing): Labels {
  const all = phases ** blocks
  const exact = all <= permutations + 1
  const labellings = exact ? all : permutations + 1
  const table = new Uint16Array(labellings * blocks)
  const digit = digits(seed, phases)
  for (let labelling = 0; labelling < labellings; labelling++) {
    let code = exact ? labelling : 0
    for (let block = 0; block < blocks; block++) {
      const drawn = exact ? code % phases : digit()
      code = Math.floor(code / phases)
      // Adding what was observed turns the first code, 0, into it; any other labelling stays as likely as it was.
      table[labelling * blocks + block] = exact || labelling > 0 ? (drawn + after) % phases : after
    }
  }
  return { kind: 'matched', labellings, exact, table, width: blocks }
}

/** Evenly distributed digits in a base, as many of them from one number of 16 bits as it holds. */
function digits(seed: number, base: number): () => number {
  const random = xoroshiro128plus(seed)
  const count = Math.floor(16 / Math.log2(base))
  const span = base ** count
  let [left, rest] = [0, 0]
  return () => {
    if (left === 0) {
      do rest = random.next() >>> 16
      while (rest >= span)
      left = count
    }
    const digit = rest % base
    rest = (rest / base) | 0
    left--
    return digit
  }
}

/** `after` lists which of `total` blocks were observed after; any as many might have been. */
export function unmatchedLabels(after: readonly number[], total: number, { seed, permutations }: Drawing): Labels {
  const width = after.length
  const labellings = permutations + 1
  const table = new Uint16Array(labellings * width)
  table.set(after)
  const random = xoroshiro128plus(seed)
  const blocks = Uint16Array.from({ length: total }, (_, block) => block)
  for (let labelling = 1; labelling < labellings; labelling++) {
    for (let at = 0; at < width; at++) {
      const other = uniformInt(random, at, total - 1)
      const swapped = blocks[other] ?? 0
      blocks[other] = blocks[at] ?? 0
      blocks[at] = swapped
    }
    table.set(blocks.subarray(0, width), labelling * width)
  }
  return { kind: 'unmatched', labellings, exact: false, table, width }
}

/** Two phases of so many blocks, the second of them observed "after". */
export function pairLabels([before, after]: readonly [number, number], pairing: Pairing, drawing: Drawing): Labels {
  if (pairing === 'triplets') return matchedLabels(Math.min(before, after), 2, 1, drawing)
  const observed = Array.from({ length: after }, (_, at) => before + at)
  return unmatchedLabels(observed, before + after, drawing)
}

/** The smallest p that these labels can give: how many different labellings there are, or were drawn. */
export function smallestP(labels: Labels, blocks: readonly number[]): number {
  if (labels.kind === 'matched') return 1 / labels.labellings
  const total = blocks.reduce((sum, count) => sum + count, 0)
  let choices = 1
  for (let at = 0; at < labels.width && choices < labels.labellings; at++) choices *= (total - at) / (at + 1)
  return 1 / Math.min(choices, labels.labellings)
}
