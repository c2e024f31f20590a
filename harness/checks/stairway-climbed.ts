import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { firstLine, onStairs, type Stairway } from './stairs/stairway.ts'

export const stairwayClimbed: Check = {
  id: 'stairway-climbed',
  gating: true,
  act: 'probes',
  asks: 'Was every migration tried up, down and up again, on a copy of what those before it left?',
  why: 'A way back that nobody went is a hope. What fails on its way up, or was never reached, says nothing of its way down.',
  remedy: 'Mend what stops it, or give the state that it begins from with --base, and run it again.',
  judge: onStairs(
    { findings: upFails, passed: 'all went up, down where there is a way, and up again where that was left to try' },
    true,
  ),
}

/** In a rehearsal the trials of the migrations say so. */
function upFails({ stairs, rehearsal }: Stairway): readonly Finding[] {
  if (rehearsal !== undefined) return []
  return stairs.flatMap(({ verdict, name, files, errors, seq }) => {
    const [error] = errors
    if (verdict !== 'up-fails' || error === undefined) return []
    return [
      {
        check: stairwayClimbed.id,
        severity: 'blocker',
        subject: error.place === null ? (files[0] ?? name) : `${error.place.file}:${error.place.line}`,
        summary: `fails on its way up: ${firstLine(error.message)}`,
        remedy: stairwayClimbed.remedy,
        ...(error.sqlstate === '' ? {} : { measured: { sqlstate: error.sqlstate } }),
        evidence: [seq],
      },
    ]
  })
}
