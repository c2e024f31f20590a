import { drawn } from '../errors.ts'
import type { Entry } from '../model/evidence.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Judgement } from './judgement.ts'
import { resolutionInWords, resolutionOf } from './resolution.ts'
import { countFindings, plural } from './wording.ts'

export interface Headline {
  /** `GO`, `GO at this resolution: cannot see below +45 %`, `GO, no way back`, `NO-GO` or `INCONCLUSIVE`. */
  readonly verdict: string
  /** `1 blocker, 1 concern`; an inconclusive one says how many checks do not know. */
  readonly counts: string
}

/** The verdict as people read it. Where the spec declares no way back, GO is never said without adding so. */
export function headlineOf(entries: readonly Entry[], { verdict, checks, findings }: Judgement): Headline {
  const noWayBack = entriesOf(entries, 'rehearsal.started').some(({ wayBack }) => wayBack === 'none')
  const counts = countFindings(findings)
  switch (verdict) {
    case 'go':
      return { verdict: `${noWayBack ? 'GO, no way back' : 'GO'}${atResolution(entries)}`, counts }
    case 'no-go':
      return { verdict: 'NO-GO', counts }
    case 'inconclusive': {
      if (entriesOf(entries, 'operator.must.act').length > 0) return { verdict: 'INCONCLUSIVE', counts: 'you must act' }
      const unknown = checks.filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown').length
      return { verdict: 'INCONCLUSIVE', counts: `${plural(unknown, 'check')} unknown, ${counts}` }
    }
    default:
      return verdict satisfies never
  }
}

/** A run that cannot have seen what the judge was designed to see says so with its GO. */
function atResolution(entries: readonly Entry[]): string {
  const words = drawn(
    () => resolutionInWords(resolutionOf(entries)),
    (sentence) => sentence,
  )
  return words === '' ? '' : ` at this resolution: ${words}`
}
