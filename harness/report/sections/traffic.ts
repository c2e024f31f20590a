import { playOf } from '../../checks/play.ts'
import { percent, plural } from '../../checks/wording.ts'
import { formatDuration, formatRate } from '../../model/duration.ts'
import { type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import { fold, h, type Markup, number, table, wide } from '../html/markup.ts'
import { bullets, notRecorded, part } from '../html/prose.ts'
import type { Section } from '../html/section.ts'

/** What was sent, how the scripts were played, and how k6 ended. */
export const traffic: Section = {
  id: 'traffic',
  title: 'Traffic',
  render({ entries }) {
    const play = playOf(entries)
    if (play === null) return null
    const started = entriesOf(entries, 'traffic.started').at(-1)
    const ended = entriesOf(entries, 'traffic.ended').at(-1)
    return [
      ...(started === undefined ? [notRecorded('how the scripts were played')] : scenariosOf(started)),
      ...endOf(ended),
      ...thresholdsOf(ended),
      ...scriptChecks([...play.phases.values()]),
      ...settledOf(entries),
    ]
  },
}

function scenariosOf({ k6, scenarios }: EntryOf<'traffic.started'>): readonly Markup[] {
  const rows = scenarios.map(({ name, executor, ratePerSecond, note }) => [
    name,
    executor,
    ratePerSecond === null ? 'none: a closed loop' : number(formatRate(ratePerSecond)),
    note || 'as written',
  ])
  return [
    h('p', `k6 ${k6}, ${plural(scenarios.length, 'scenario')}.`),
    wide('Scenarios', table(['scenario', 'executor', 'rate', 'what was changed'], rows)),
  ]
}

function endOf(ended: EntryOf<'traffic.ended'> | undefined): readonly Markup[] {
  if (ended === undefined) return [notRecorded('how k6 ended')]
  const { exitCode, meaning, asExpected, log } = ended
  const how = asExpected ? 'as it was asked to' : 'unasked'
  return [h('p', `k6 ended ${how}, with exit code ${exitCode}: ${meaning}. Its log is ${log.file}.`)]
}

function thresholdsOf(ended: EntryOf<'traffic.ended'> | undefined): readonly Markup[] {
  if (ended === undefined) return []
  if (!ended.summarised) return [notRecorded('k6 left no summary, so that its thresholds are not known')]
  if (ended.thresholds.length === 0) return []
  const rows = ended.thresholds.map(({ metric, threshold, ok, value }) => [
    metric,
    h('code', threshold),
    value === undefined ? 'not recorded' : number(String(Number(value.toPrecision(4)))),
    ok ? 'held' : 'crossed',
  ])
  const titles = ['metric', 'threshold', 'over the whole run, in the metric’s unit', 'answer']
  return part('Thresholds of the scripts', [wide('Thresholds of the scripts', table(titles, rows))])
}

/** The scripts' own checks, act by act. */
function scriptChecks(phases: readonly EntryOf<'traffic.phase'>[]): readonly Markup[] {
  const rows = phases.flatMap(({ phase, checks }) =>
    checks.map(({ scenario, name, passes, fails }) => [
      `${scenario}: ${name}`,
      phase,
      number(passes.toLocaleString('en-US')),
      number(fails === 0 ? '0' : `${fails.toLocaleString('en-US')}${shareOf(fails, passes)}`),
    ]),
  )
  if (rows.length === 0) return []
  return [
    fold(
      'Checks of the scripts, act by act',
      wide('Checks of the scripts', table(['check', 'act', 'passed', 'failed'], rows)),
    ),
  ]
}

/** Of fewer, one that fails would be more than a percent. */
const ENOUGH_FOR_SHARE = 100

function shareOf(fails: number, passes: number): string {
  return fails + passes < ENOUGH_FOR_SHARE ? '' : ` (${percent(fails / (fails + passes))})`
}

/** What was waited for before each steady act. */
function settledOf(entries: readonly Entry[]): readonly Markup[] {
  const settled = entriesOf(entries, 'phase.settled').map((one) => {
    const vacuum =
      one.vacuuming.length === 0 ? 'autovacuum did not work' : `autovacuum worked on ${one.vacuuming.join(', ')}`
    const still = one.vacuumEnded ? '' : ' and was not done'
    const slope = one.flat ? 'latency was flat' : 'latency still rose or fell'
    return `${one.phase}: waited ${formatDuration(one.waitedMs)}; ${vacuum}${still}; ${one.change === null ? 'too few requests to tell whether latency was flat' : slope}.`
  })
  return part('Before each steady act', bullets(settled))
}
