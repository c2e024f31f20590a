import type { Parameter } from './replayed.ts'

/** What a draw depends on: the same place of the same schedule draws the same, in every phase and every run. */
export interface Place {
  readonly seed: number
  /** Number of the iteration, and of the request within it. */
  readonly turn: number
  readonly step: number
}

/** A number from 0 to below 1. */
export function draw({ seed, turn, step }: Place, name: string): number {
  let state = 0x811c9dc5 ^ seed
  for (const part of `${turn}.${step}.${name}`) state = Math.imul(state ^ (part.codePointAt(0) ?? 0), 0x01000193)
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32
}

/** A whole number, both ends included. */
export function drawBetween(place: Place, name: string, first: number, last: number): number {
  return first + Math.floor(draw(place, name) * (last - first + 1))
}

/**
 * One of the values of a parameter: as many different ones as the model saw, spread over all that there are, so that
 * caches and indexes are asked as widely as in production.
 */
export function drawValue(place: Place, parameter: Parameter, texts: ArrayLike<string>): string {
  const { name, listed, first, count, used } = parameter
  const chosen = Math.floor(draw(place, name) * used)
  const at = first + Math.floor(((chosen + 0.5) * count) / used)
  return listed ? (texts[at] ?? '') : String(at)
}
