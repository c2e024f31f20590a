import { rowsInWords } from '../../../checks/rows-in-words.ts'
import { STAIR_VERDICTS } from '../../../checks/stairs/stairs-in-words.ts'
import { firstLine, type Stair } from '../../../checks/stairs/stairway.ts'
import { inWords, readableName } from '../../../model/catalog-difference.ts'
import { formatDuration } from '../../../model/duration.ts'
import { h, type Markup } from '../../html/markup.ts'
import { bullets } from '../../html/prose.ts'

/** The journal has them all. */
const MOST = 20

/** How it went down and up again: verdict and times, then each difference as a sentence. */
export function stairTold(stair: Stair): readonly Markup[] {
  const { verdict, times, irreversible } = stair
  const took = [
    ['up', times.upMs],
    ['down', times.downMs],
    ['up again', times.reUpMs],
  ] as const
  const steps = took.flatMap(([step, ms]) => (ms === 0 ? [] : [`${step} ${formatDuration(ms)}`]))
  const declared = irreversible === undefined ? '' : `; declared as having no way back: ${irreversible}`
  const told = tellingsOf(stair)
  const rest = told.length - MOST
  return [
    h('p', `Down and up again: ${[STAIR_VERDICTS[verdict], ...steps].join(', ')}${declared}.`),
    ...bullets([...told.slice(0, MOST), ...(rest > 0 ? [`and ${rest} more, in the journal`] : [])]),
  ]
}

function tellingsOf(stair: Stair): readonly string[] {
  const { guilty = [], errors, schema, rows, sequences = [], again, columnOrder, unanswered = [], untested } = stair
  return [
    ...guilty.map(({ subject, left }) => `because of ${subject}, which left ${left.map(readableName).join(', ')}`),
    ...errors.map(({ when, message }) => `${when === 're-up' ? 'up again' : when} fails: ${firstLine(message)}`),
    ...schema.map(inWords),
    ...rows.map((one) => `rows of ${one.table}: ${rowsInWords(one)}${one.generated ? ' (generated rows)' : ''}`),
    ...sequences.map(
      ({ sequence, column, next, maximum }) => `${sequence} hands out ${next}, while ${column} holds ${maximum}`,
    ),
    ...again.map((difference) => `the second time up: ${inWords(difference)}`),
    ...columnOrder.map((table) => `columns of ${readableName(table)} stand in another order`),
    ...(unanswered.length === 0 ? [] : [`down does nothing, up works on ${unanswered.join(', ')}`]),
    ...untested.map((clause) => `unknown: ${clause}`),
  ]
}
