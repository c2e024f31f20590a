import type { Judgement } from '../../../checks/judgement.ts'
import type { Play } from '../../../checks/play.ts'
import { gist } from '../../../checks/steps-complete.ts'
import { comparedWays, figuresOf } from '../../../checks/way-figures.ts'
import { otherWaysInWords, WAY_TITLES, wayInWords } from '../../../checks/ways-in-words.ts'
import { formatDuration } from '../../../model/duration.ts'
import { entriesOf } from '../../../model/evidence.ts'
import type { WayName } from '../../../model/step.ts'
import { facts, h, type Markup, number, table, wide } from '../../html/markup.ts'
import { part } from '../../html/prose.ts'

const WAYS: Readonly<Record<WayName, string>> = {
  down: 'down migrations, and the old versions',
  restore: 'a snapshot is restored, with the writes since then lost',
  'code-only': 'only code goes back, and the old version runs on the new schema',
  none: 'none',
}

/** The way back as it is declared, how long it took, and beside the others where more than one was rehearsed. */
export function wayDeclared(play: Play, { verdict }: Judgement): readonly Markup[] {
  const { started, entries } = play
  const own = figuresOf(entries, verdict)
  const ways = comparedWays(entries, verdict)
  const took = own?.rollbackMs ?? null
  const forward = entriesOf(entries, 'forward.swapped')
  const pairs: (readonly [string, string])[] = [
    ['way back', WAYS[started.wayBack]],
    ...(started.reason === undefined ? [] : ([['reason', started.reason]] as const)),
    ['point of no return', started.pointOfNoReturn ?? 'not recorded: the journal is older than this question'],
    ...(play.wayBack ? ([['steps', started.rollbackSteps.join(', then ') || 'none']] as const) : []),
    ...(play.wayBack
      ? ([['took', took === null ? 'not recorded: no step of it ended' : formatDuration(took)]] as const)
      : []),
    ...(own === null || own.stallMs === null
      ? []
      : ([['requests stalled or failed for', formatDuration(own.stallMs)]] as const)),
    ...forward.map(({ label, ok, startedAt, endedAt, reason }): readonly [string, string] => [
      `then forward again: ${label}`,
      ok ? `in ${formatDuration(endedAt - startedAt)}` : `failed: ${gist(reason ?? 'no reason was given')}`,
    ]),
  ]
  const compared =
    ways.length === 0
      ? []
      : [
          h('p', 'Each was rehearsed by itself, with the same upgrade and the same traffic.'),
          wide('Ways back compared', table(WAY_TITLES, ways.map(wayInWords).map(inColumns))),
          h('ul', ...otherWaysInWords(entries).map((sentence) => h('li', sentence))),
        ]
  return [facts(pairs), ...part('Ways back compared', compared)]
}

function inColumns([way = '', verdict = '', ...figures]: readonly string[]): readonly (string | Markup)[] {
  return [way, verdict, ...figures.map(number)]
}
