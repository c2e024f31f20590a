import type { Answer } from '../model/facts-of-judging.ts'
import { type Effect, isQuantile } from './effect.ts'
import type { Measured } from './metrics-of-trial.ts'

interface Reasoned {
  readonly measured: Measured
  readonly effect: Effect
  readonly answer: Answer
  readonly adjustedP: number
}

interface Bench {
  readonly alpha: number
  readonly canGate: boolean
  readonly smallestP: number
}

/** Why an answer was given, with the figures it rests on. */
export function because({ measured, effect, answer, adjustedP }: Reasoned, bench: Bench): string {
  const { metric, before, after, low, high } = measured
  const say = (value: number) => (isQuantile(metric) ? percent(value) : points(value))
  if (!bench.canGate)
    return `the smallest p that these blocks can reach is ${figure(bench.smallestP)}, above alpha ${bench.alpha}`
  if (low === null || (high === null && answer !== 'regressed'))
    return 'the test does not bound the effect: too few blocks for its alpha'
  const change = isQuantile(metric)
    ? `${metric} ${milliseconds(before)} → ${milliseconds(after)}, ${percent(effect.value)}`
    : `${metric} ${share(before)} → ${share(after)} of requests`
  if (answer === 'regressed') return `${change}, at least ${say(low)}, adjusted p ${figure(adjustedP)}`
  if (answer === 'improved') return `${change}, at most ${say(high ?? 0)}, adjusted p ${figure(adjustedP)}`
  if (answer === 'equivalent')
    return `a rise by more than ${say(Math.max(0, high ?? 0))} is excluded, margin ${say(effect.margin)}`
  const sure = adjustedP <= bench.alpha ? `${change}, beyond chance but within the least effect or noise floor` : change
  return `${sure}: could hide up to ${say(high ?? 0)}, margin ${say(effect.margin)}`
}

function percent(value: number): string {
  return `${value < 0 ? '−' : '+'}${(Math.abs(value) * 100).toFixed(Math.abs(value) < 0.1 ? 1 : 0)} %`
}

function points(value: number): string {
  return `${value < 0 ? '−' : '+'}${figure(Math.abs(value) * 100)} percentage points`
}

function share(value: number): string {
  return `${figure(value * 100)} %`
}

function milliseconds(ms: number): string {
  return `${figure(ms)} ms`
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)))
}
