import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { type WindowSeen, windowOf } from './window.ts'
import { atLeast, declaredWindow } from './window-in-words.ts'

export const changeWindowTooShort: Check = {
  id: 'change-window-too-short',
  gating: true,
  act: 'verdict',
  asks: 'Does the declared window hold the upgrade, its soak and the way back, by the times measured here, with the buffer?',
  why: 'Whoever notices at the end of a window that it goes badly needs the time to go back, and has it only if it was planned. A window that is filled by the upgrade alone leaves the choice between overrunning it and leaving things broken.',
  remedy:
    'Ask for a longer window, or make the upgrade and its way back shorter: do ahead what needs no window, such as indexes built concurrently and rows filled in batches.',
  judge: onPlay((play) => {
    const window = windowOf(play.entries)
    if (window === null || window.declared === null)
      return passed(
        window === null || window.plannedMs === null
          ? 'no window is declared'
          : `no window is declared; by the times measured here plan ${atLeast(window.plannedMs)}, buffer included`,
      )
    return rule({
      findings: findings(play, window, window.declared),
      missing: window.fit === 'unknown' ? window.unknown : [],
      settledBy:
        'a rehearsal whose steps end well, on a copy as large as production or with trials on filled tables that predict each migration and what undoes it',
      passed: `${atLeast(window.plannedMs ?? 0)} are needed, buffer included; the window has ${declaredWindow(window.declared)}`,
    })
  }),
}

function findings(
  { entries, started }: Play,
  seen: WindowSeen,
  declared: NonNullable<WindowSeen['declared']>,
): readonly Finding[] {
  const { fit, parts, needed, bufferMs } = seen
  if (fit !== 'too-short' && fit !== 'no-buffer') return []
  const known = parts.flatMap(({ takes }) => takes ?? [])
  const leastMs = known.reduce((sum, { lowMs }) => sum + lowMs, 0)
  const named = parts.flatMap(({ name, takes }) => (takes === null ? [] : [`${name} ${atLeast(takes.lowMs)}`]))
  const summary =
    fit === 'too-short'
      ? `${named.join(', ')} take ${atLeast(leastMs)} together, the window has ${declaredWindow(declared)}`
      : `upgrade and way back take up to ${atLeast(needed?.highMs ?? 0)}, and a buffer of ${atLeast(bufferMs ?? 0)} is asked for: more than the window of ${declaredWindow(declared)}`
  const steps = entries.filter(({ kind }) => kind === 'step.ended' || kind === 'snapshot.taken')
  return [
    {
      check: changeWindowTooShort.id,
      severity: fit === 'too-short' ? 'blocker' : 'concern',
      subject: 'change.window',
      summary,
      remedy: changeWindowTooShort.remedy,
      measured:
        fit === 'too-short' ? { neededMs: Math.round(leastMs) } : { plannedMs: Math.round(seen.plannedMs ?? 0) },
      limit: { windowMs: declared.durationMs },
      evidence: [started.seq, ...steps.map(({ seq }) => seq)],
    },
  ]
}
