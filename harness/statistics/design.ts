import type { ComparisonDesign, JudgingOptions, Triplets } from '../model/facts-of-judging.ts'
import { tailAutocorrelation } from './autocorrelation.ts'
import { blockOf, doubled, requestsOf, type Trial } from './blocks.ts'
import { type Labels, matchedLabels, smallestP, unmatchedLabels } from './labels.ts'
import { comparedQuantile, tailOf } from './quantile-choice.ts'

/** Neighbouring blocks that resemble each other more than this are made one. */
const MOST_AUTOCORRELATION = 0.3
const FEWEST_BLOCKS = 12
const SHORTEST_BLOCK_MS = 15_000

/** What is compared and by which labels: the soak is phase 1 of A1, B and A2. */
export interface Design {
  readonly trials: readonly Trial[]
  readonly labels: Labels
  readonly design: ComparisonDesign
}

export function designOf(triplets: Triplets, options: JudgingOptions): Design {
  const single = trialsOf(triplets, options)
  const blocks = fewestBlocks(single)
  const likeness = single.flatMap(
    (trial) => tailAutocorrelation(trial, tailOf(comparedQuantile(perPhase(trial)))) ?? [],
  )
  const autocorrelation = likeness.length === 0 ? null : Math.max(...likeness)
  const phases = single[0]?.phases.length === 2 ? 2 : 3
  const alike = autocorrelation !== null && autocorrelation > MOST_AUTOCORRELATION
  // Blocks are not doubled to fewer than can gate: a judge that cannot fail would be worse than one a little too sure.
  const double = alike && phases ** Math.floor(blocks / 2) * options.alpha >= 1
  const trials = double ? single.map((trial) => ({ ...trial, phases: trial.phases.map(doubled) })) : single
  const labels = labelsOf(trials, options)
  const smallest = smallestP(labels, trials[0]?.phases.map(({ length }) => length) ?? [])
  const design: ComparisonDesign = {
    blocks: fewestBlocks(trials),
    blockMs: triplets.blockMs * (double ? 2 : 1),
    doubled: double,
    autocorrelation,
    phases,
    pairing: options.pairing,
    permutations: labels.labellings,
    exact: labels.exact,
    smallestP: smallest,
    canGate: smallest <= options.alpha,
    alpha: options.alpha,
    atDesignSize: blocks >= FEWEST_BLOCKS && triplets.blockMs >= SHORTEST_BLOCK_MS,
    notes: [],
  }
  return { trials, labels, design: { ...design, notes: notesOf(design, alike && !double) } }
}

/** The fewest requests that any phase of an endpoint has. */
export function perPhase({ phases }: Trial): number {
  return Math.min(...phases.map(requestsOf))
}

/** A triplet whose schedule one phase did not get through is no triplet, so all phases are cut to the shortest. */
function trialsOf({ endpoints }: Triplets, { pairing }: JudgingOptions): readonly Trial[] {
  const restored = endpoints.every(({ a2 }) => a2 !== null)
  const samples = endpoints.map(({ a1, b, a2 }) => (restored ? [a1, b, a2 ?? []] : [a1, b]))
  const lengths = [0, 1, 2].map((phase) =>
    Math.min(...samples.map((phases) => phases[phase]?.length ?? Number.POSITIVE_INFINITY)),
  )
  const matched = Math.min(...lengths)
  return endpoints.map(({ endpoint }, at) => ({
    endpoint,
    phases: (samples[at] ?? []).map((phase, index) =>
      phase.slice(0, pairing === 'triplets' ? matched : lengths[index]).map(blockOf),
    ),
    after: 1,
  }))
}

function fewestBlocks(trials: readonly Trial[]): number {
  return trials.length === 0 ? 0 : Math.min(...trials.flatMap(({ phases }) => phases.map(({ length }) => length)))
}

function labelsOf(trials: readonly Trial[], options: JudgingOptions): Labels {
  const lengths = trials[0]?.phases.map(({ length }) => length) ?? [0, 0]
  const [before = 0, after = 0] = lengths
  if (options.pairing === 'triplets') return matchedLabels(before, lengths.length, 1, options)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return unmatchedLabels(
    Array.from({ length: after }, (_, block) => before + block),
    total,
    options,
  )
}

function notesOf(
  { smallestP: p, alpha, blocks, phases, pairing }: ComparisonDesign,
  alike: boolean,
): readonly string[] {
  const notes: string[] = []
  if (p > alpha)
    notes.push(
      `${blocks} blocks per phase reach no p below ${p.toPrecision(2)}, so nothing can be REGRESSED at alpha ${alpha}`,
    )
  if (phases === 2) notes.push('without a restored phase, drift of the environment is not cancelled')
  if (pairing === 'blocks')
    notes.push(
      'no block has a partner with the same schedule, so that drift and what the schedule does to a block stay in the noise',
    )
  if (alike) notes.push('neighbouring blocks resemble each other and are too few to be doubled, so that p is too small')
  return notes
}
