import { bodyInWords, COMPARED_TITLES, endpointInWords, hangsInWords } from '../checks/compared-in-words.ts'
import { nightsInWords } from '../checks/nights-in-words.ts'
import { resolutionInWords, resolutionOf } from '../checks/resolution.ts'
import { few, plural } from '../checks/wording.ts'
import { formatDuration } from '../model/duration.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'

/** A row per endpoint as cells, and sentences about how it was compared; null where nothing was. */
export function comparedOf(entries: readonly Entry[]): {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly sentences: readonly string[]
  /** What earlier runs showed: a line that counts them, and one per change of level. */
  readonly nights: readonly string[]
} | null {
  const compared = entriesOf(entries, 'traffic.compared').at(-1)
  if (compared === undefined) return null
  const { design, unscheduled } = compared
  const night = entriesOf(entries, 'nights.read').at(-1)
  const resolution = resolutionInWords(resolutionOf(entries))
  const watched = compared.endpoints.filter(({ metrics }) =>
    metrics.some(({ q, answer }) => q <= 0.1 && answer !== 'regressed'),
  )
  const slower = compared.endpoints.flatMap(({ endpoint, body }) =>
    body === undefined ? [] : [`${endpoint} ${bodyInWords(body)}`],
  )
  const hung = compared.endpoints.flatMap(({ endpoint, hangs = [] }) =>
    hangs.map((one) => `${endpoint}: ${hangsInWords(one)}`),
  )
  return {
    titles: COMPARED_TITLES,
    rows: compared.endpoints.map(endpointInWords),
    sentences: [
      `${plural(design.blocks, 'block')} of ${formatDuration(design.blockMs)} in each of ${design.phases} phases, ${plural(design.permutations, 'labelling')} tried, smallest p ${Number(design.smallestP.toPrecision(2))}.`,
      ...(resolution === '' ? [] : [`This run ${resolution}.`]),
      ...(unscheduled.length === 0
        ? []
        : [
            `Compared without pairs, which costs power, for these scenarios keep no schedule of ours: ${unscheduled.join(', ')}.`,
          ]),
      ...(watched.length === 0
        ? []
        : [
            `Worth watching (q at most 0.1, which blocks nothing): ${watched.map(({ endpoint }) => endpoint).join(', ')}.`,
          ]),
      ...(hung.length === 0 ? [] : [`Requests hung: ${few(hung, 3, '; ')}.`]),
      ...(slower.length === 0
        ? []
        : [`Slower below the quantile that is judged, which blocks nothing but a gate: ${few(slower, 3, '; ')}.`]),
      ...design.notes.map((note) => `${note.slice(0, 1).toUpperCase()}${note.slice(1)}.`),
    ],
    nights: night === undefined ? [] : nightsInWords(night.nights, night.trends, night),
  }
}

/** The comparison for machines, as verdict.json holds it. */
export function comparedForMachines(entries: readonly Entry[]): Record<string, unknown> {
  const compared = entriesOf(entries, 'traffic.compared').at(-1)
  if (compared === undefined) return {}
  const { atDesignSize, cannotSeeBelow, unseen } = resolutionOf(entries) ?? {
    atDesignSize: false,
    cannotSeeBelow: null,
    unseen: [],
  }
  return {
    resolution: { atDesignSize, cannotSeeBelow, unseen },
    endpoints: compared.endpoints.map(({ endpoint, gate, answer, requests, power, metrics }) => ({
      endpoint,
      gate,
      answer,
      requests,
      power,
      metrics: metrics.map(({ metric, before, after, low, high, adjustedP, answer, couldHideUpTo }) => ({
        metric,
        before,
        after,
        low,
        high,
        adjustedP,
        answer,
        couldHideUpTo,
      })),
    })),
  }
}
