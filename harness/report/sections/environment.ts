import { plural } from '../../checks/wording.ts'
import { formatBytes, formatCount, formatDuration, formatSeconds } from '../../model/duration.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import { facts, fold, h, type Markup, number, table, wide } from '../html/markup.ts'
import type { Section } from '../html/section.ts'
import type { RunFacts } from '../run.ts'
import { limitsMarkup } from './limits.ts'
import { settingsMarkup } from './settings.ts'

type Pair = readonly [name: string, is: string | Markup]

/** Where it ran and with what: enough to judge whether production is alike, and to repeat it. */
export const environment: Section = {
  id: 'environment',
  title: 'Environment',
  render({ entries, run }) {
    if (entries.length === 0) return null
    return [
      facts([...runPairs(entries, run), ...egressPairs(entries)]),
      ...weakerMarkup(run),
      ...toolsMarkup(entries),
      ...stagedMarkup(entries),
      ...seededMarkup(entries),
      ...settingsMarkup(entries),
      ...limitsMarkup(entries),
    ]
  },
}

function runPairs(entries: readonly Entry[], run: RunFacts): readonly Pair[] {
  const [started] = entriesOf(entries, 'rehearsal.started')
  const own: readonly Pair[] = [
    ['runtime', run.runtime],
    ['database', run.database.join(', ') || 'none was started'],
    ['started', run.startedAt],
  ]
  if (started === undefined) return own
  const { harness, host, spec, seed, actTimeMs, blockMs } = started
  return [
    ...own,
    ['harness', `fulldress ${harness}`],
    // Journals of before 0.1 know no host.
    ...(host === undefined
      ? []
      : [
          [
            'host',
            `${host.platform}, ${plural(host.cpus, 'CPU')}, ${formatBytes(host.memoryBytes)}, node ${host.node}`,
          ] as const,
        ]),
    ['spec', h('span', [`${spec.file}, sha256 `, h('code', spec.sha256)])],
    ['seed', `${seed}`],
    ['steady acts', `${formatDuration(actTimeMs)}, in blocks of ${formatDuration(blockMs)}`],
  ]
}

function egressPairs(entries: readonly Entry[]): readonly Pair[] {
  const all = entriesOf(entries, 'stage.egress')
  if (all.length === 0)
    return entriesOf(entries, 'rehearsal.started').length === 0
      ? []
      : [['network', 'not recorded: what the staging copy can reach was not tried']]
  return all.map(({ isolated, how, canary }) => [
    'network',
    `${isolated ? 'isolated' : 'not isolated'}: ${how}; a try to reach the outside: ${canary}`,
  ])
}

function weakerMarkup({ weaker }: RunFacts): readonly Markup[] {
  if (weaker.length === 0) return []
  return [
    h('h3', 'What it could not show'),
    h(
      'ul',
      weaker.map((sentence) => h('li', sentence)),
    ),
  ]
}

function toolsMarkup(entries: readonly Entry[]): readonly Markup[] {
  const found = entriesOf(entries, 'tool.found')
  if (found.length === 0) return []
  const rows = found.map(({ tool, version, source }) => [tool, version, source])
  return [h('h3', 'Tools'), wide('Tools', table(['tool', 'version', 'from'], rows))]
}

/** A service stands here once for each version that was started, the way back included. */
function stagedMarkup(entries: readonly Entry[]): readonly Markup[] {
  const databases = entriesOf(entries, 'stage.database').map(({ version, image, digest }) => [
    'postgres',
    version,
    '',
    '',
    [image, digest].filter((one) => one !== undefined).join(' '),
  ])
  const services = entriesOf(entries, 'stage.service').map(({ service, version, replicas, readyMs, image, digest }) => [
    service,
    version,
    number(`${replicas}`),
    number(formatSeconds(readyMs)),
    [image, digest].filter((one) => one !== undefined).join(' '),
  ])
  if (databases.length + services.length === 0) return []
  const titles = ['what', 'version', 'replicas', 'ready after', 'image']
  return [h('h3', 'Started'), wide('What was started', table(titles, [...databases, ...services]))]
}

const MOST_TABLES = 10

function seededMarkup(entries: readonly Entry[]): readonly Markup[] {
  const tables = entriesOf(entries, 'seed.table').toSorted((one, other) => other.bytes - one.bytes)
  const done = entriesOf(entries, 'seed.done').at(-1)
  if (tables.length === 0 && done === undefined) return []
  const rows = tables.map(({ table, rows, bytes }) => [table, number(formatCount(rows)), number(formatBytes(bytes))])
  const titles = ['table', 'rows', 'size']
  const total =
    done === undefined
      ? []
      : [
          h(
            'p',
            `${formatCount(done.rows)} rows, ${formatBytes(done.bytes)}, in ${plural(tables.length, 'table')}, seeded in ${formatDuration(done.durationMs)}.`,
          ),
        ]
  const all = wide('Tables of the data set', table(titles, rows))
  if (rows.length === 0) return [h('h3', 'Data set'), ...total]
  return [h('h3', 'Data set'), ...total, rows.length <= MOST_TABLES ? all : fold(`${rows.length} tables`, all)]
}
