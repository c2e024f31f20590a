import { formatSeconds } from './duration.ts'

/** A part of an act under way whose length is known. It is for those who look on, and no evidence. */
export type Part =
  | { readonly doing: string; readonly fromMs: number; readonly untilMs: number }
  | { readonly doing: string; readonly done: number; readonly of: number; readonly unit: string }

/** Who is told of parts; null ends the one before. */
export type PartListener = (part: Part | null) => void

/** What is done of it, from 0 to 1. What takes longer than it was to stays at 1. */
export function shareOf(part: Part, nowMs: number): number {
  const [done, of] = 'of' in part ? [part.done, part.of] : [nowMs - part.fromMs, part.untilMs - part.fromMs]
  return of <= 0 ? 1 : Math.min(1, Math.max(0, done / of))
}

/** `warm-up, 12.3 s of 30.0 s`, `restoring, 2.1 s, expected 0.7 s`, `loading, 3 of 20 statements`. */
export function partInWords(part: Part, nowMs: number): string {
  if ('of' in part) return `${part.doing}, ${part.done} of ${part.of} ${part.unit}`
  const [doneMs, ofMs] = [Math.max(0, nowMs - part.fromMs), part.untilMs - part.fromMs]
  const of = doneMs > ofMs ? ', expected' : ' of'
  return `${part.doing}, ${formatSeconds(doneMs)}${of} ${formatSeconds(ofMs)}`
}
