import type { Play } from '../../../checks/play.ts'
import { few } from '../../../checks/wording.ts'
import { type EntryOf, entriesOf } from '../../../model/evidence.ts'
import { type Markup, number, table, wide } from '../../html/markup.ts'
import { brief, notRecorded, part } from '../../html/prose.ts'

type Mixed = EntryOf<'versions.mixed'>

const TITLES = ['act', 'who ran on what', 'requests', 'failed', 'the server refused'] as const

/** Versions and schemas that met although they are not made for each other. Nothing where the steps mix none. */
export function mixturesMet({ entries, started, upgradeFailed }: Play): readonly Markup[] {
  const seen = entriesOf(entries, 'versions.mixed')
  const announced = started.mixedStates ?? []
  const missing = upgradeFailed
    ? []
    : announced.filter(({ act, state }) => !seen.some((one) => one.act === act && one.state === state))
  if (seen.length + missing.length === 0) return []
  return part('Old and new side by side', [
    ...missing.map(({ act, state }) => notRecorded(`no request was seen of ${state} (${act})`)),
    ...(seen.length === 0 ? [] : [wide('Mixtures of versions and schema', table(TITLES, seen.map(row)))]),
  ])
}

function row({ act, state, swapping, requests, endpoints, logged }: Mixed): readonly (string | Markup)[] {
  const failed = endpoints.reduce((sum, one) => sum + one.failed, 0)
  const refusals = endpoints.flatMap(({ endpoint, errors }) =>
    errors.map(
      ({ sqlstate, message, requests: count }) =>
        `${endpoint}: ${message ?? sqlstate} (${sqlstate}, ${count} requests)`,
    ),
  )
  const said = logged ? brief(few(refusals, 4, '; ')) || 'nothing' : 'not recorded: its log could not be read'
  return [
    act,
    swapping ? `${state}, while replicas were exchanged` : state,
    number(requests.toLocaleString('en-US')),
    number(failed.toLocaleString('en-US')),
    said,
  ]
}
