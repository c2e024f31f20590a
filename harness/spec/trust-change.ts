import { type Change, USUAL_BUFFER } from '../model/change.ts'
import type { ShapedSpec } from './schema.ts'

type Shaped = NonNullable<ShapedSpec['change']>

/** The change in production; null where the spec says nothing of it. */
export function trustChange(change: ShapedSpec['change']): Change | null {
  if (change === undefined) return null
  const { window, buffer, soak, owner, contact } = change
  return {
    window: trustWindow(window),
    buffer: buffer ?? USUAL_BUFFER,
    soakMs: soak ?? null,
    owner: owner ?? null,
    contact: contact ?? null,
  }
}

function trustWindow(window: Shaped['window']): Change['window'] {
  if (window === undefined) return null
  if (typeof window === 'number') return { durationMs: window, from: null, to: null }
  const { from, to } = window
  return { durationMs: Date.parse(to) - Date.parse(from), from, to }
}
