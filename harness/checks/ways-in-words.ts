import { type Entry, entriesOf } from '../model/evidence.ts'
import type { WayFigures } from '../model/facts-of-ways.ts'
import type { Verdict } from '../model/finding.ts'
import { plural } from './wording.ts'

/** Titles of the comparison of ways back; figures follow in the same order. */
export const WAY_TITLES = ['way back', 'verdict', 'took', 'stalled', 'writes lost', 'residue'] as const

const VERDICTS: Readonly<Record<Verdict, string>> = { go: 'GO', 'no-go': 'NO-GO', inconclusive: 'INCONCLUSIVE' }

/** A way back as a row of texts; a dash where nobody looked. */
export function wayInWords({ way, verdict, rollbackMs, stallMs, writesLost, residue }: WayFigures): readonly string[] {
  return [
    way,
    VERDICTS[verdict],
    seconds(rollbackMs),
    seconds(stallMs),
    writesLost === null ? '-' : String(writesLost),
    residue === null ? '-' : plural(residue, 'object'),
  ]
}

/** One sentence for each way but the declared one: why it is no GO, and where its own report is. */
export function otherWaysInWords(entries: readonly Entry[]): readonly string[] {
  return entriesOf(entries, 'way.rehearsed').map(({ way, verdict, reason, folder }) => {
    const why = reason === undefined ? '' : `: ${reason.replace(/[.;]$/, '')}`
    return `${way} is ${VERDICTS[verdict]}${why}; its own report: ${folder}/report.html`
  })
}

function seconds(ms: number | null): string {
  return ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`
}
