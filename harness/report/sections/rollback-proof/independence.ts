import type { Play } from '../../../checks/play.ts'
import { gist } from '../../../checks/steps-complete.ts'
import { few, plural } from '../../../checks/wording.ts'
import { type EntryOf, entriesOf } from '../../../model/evidence.ts'
import { h, type Markup, table, wide } from '../../html/markup.ts'
import { brief, bullets, notRecorded, part } from '../../html/prose.ts'

type Tried = EntryOf<'independence.tried'>

const TITLES = ['command of the way back', 'runs in', 'what the upgrade changes there', 'without it', 'why'] as const

const OUTCOMES: Readonly<Record<Tried['outcome'], string>> = {
  unchanged: 'nothing changes there',
  succeeded: 'succeeds',
  depends: 'fails',
  undecided: 'could not be told',
}

/** Each command of the way back where everything that the upgrade changed is unusable. Nothing where there is none. */
export function independenceTried({ entries, started, wayBack }: Play): readonly Markup[] {
  const commands = started.commandsBack ?? []
  if (!wayBack || commands.length === 0) return []
  const tried = entriesOf(entries, 'independence.tried')
  const unseen = commands.filter((label) => !tried.some((one) => one.label === label))
  const unfollowed = [...new Set(tried.flatMap(({ notFollowed }) => notFollowed))]
  return part('Independent of what was upgraded', [
    ...unseen.map((label) => notRecorded(`${label} was not run without what the upgrade changed`)),
    ...(tried.length === 0 ? [] : [wide('Commands without what was upgraded', table(TITLES, tried.map(row)))]),
    ...(unfollowed.length === 0 ? [] : [h('p', 'Not proved:'), ...bullets(unfollowed)]),
  ])
}

function row({ label, runsIn, changed, changedCount, outcome, met, reaches, said, because }: Tried) {
  const parts = changed.map(
    ({ name, was, is }) => `${name}${was === null && is === null ? '' : ` ${was ?? 'new'} → ${is ?? 'gone'}`}`,
  )
  const on = met.length > 0 ? met : reaches.map(({ part: name, through }) => `${name} by way of ${through}`)
  const why = [
    ...(on.length === 0 ? [] : [`loads ${few(on)}`]),
    ...(said === null ? [] : [`it said: ${gist(said)}`]),
    ...(because === null ? [] : [gist(because)]),
  ]
  return [
    label,
    runsIn,
    `${plural(changedCount, 'part')}${parts.length === 0 ? '' : `: ${few(parts)}`}`,
    OUTCOMES[outcome],
    brief(why.join('; ')),
  ]
}
