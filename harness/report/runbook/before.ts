import { atLeast } from '../../checks/window-in-words.ts'
import { formatBytes, formatCount } from '../../model/duration.ts'
import { entriesOf } from '../../model/evidence.ts'
import { productionIsKnown } from '../../model/production-size.ts'
import { code, fenced, toldInMarkdown } from '../markdown-text.ts'
import type { RunbookSource } from './source.ts'
import { commandText } from './told.ts'

const MOST_TABLES = 5
const MOST_CONCERNS = 8

/** A statement of such an age may hold back a migration, and with it everybody behind. */
const OLD_TRANSACTIONS = `SELECT pid, application_name, now() - xact_start AS open_for, state, left(query, 80) AS query
FROM pg_stat_activity WHERE xact_start < now() - interval '5 seconds' ORDER BY xact_start;`

/** What must be as it was in the rehearsal before anything begins. */
export function beforeSection(source: RunbookSource): readonly string[] {
  return [
    '## Before\n',
    ...database(source),
    ...services(source),
    ...sizes(source),
    ...backups(source),
    ...toRead(source),
    '- [ ] No transaction is open for longer than a few seconds: a migration that waits behind one keeps everybody waiting.\n',
    fenced(OLD_TRANSACTIONS, 'sql'),
  ]
}

function database({ entries }: RunbookSource): readonly string[] {
  const stage = entriesOf(entries, 'stage.database').at(-1)
  if (stage === undefined) return ['- [ ] Not recorded: with which PostgreSQL this was rehearsed.']
  const settings = Object.entries(stage.settings).map(([name, value]) => code(`${name} = ${value}`))
  const set = settings.length === 0 ? '' : `, with ${settings.join(', ')}`
  return [
    `- [ ] Production runs PostgreSQL ${toldInMarkdown(stage.version)}${set}. Whatever differs was not rehearsed.`,
  ]
}

function services({ entries }: RunbookSource): readonly string[] {
  // What is brought up later, by the steps, is told there.
  const first = new Map(
    entriesOf(entries, 'stage.service')
      .toReversed()
      .map((one) => [one.service, one]),
  )
  return [...first.values()]
    .toReversed()
    .map(
      ({ service, version, replicas }) =>
        `- [ ] ${code(service)} runs in version ${code(version)}; ${replicas} ${replicas === 1 ? 'replica was' : 'replicas were'} rehearsed.`,
    )
}

function sizes({ entries }: RunbookSource): readonly string[] {
  const tables = entriesOf(entries, 'seed.table').toSorted((one, other) => other.bytes - one.bytes)
  if (tables.length === 0) return ['- [ ] Not recorded: how large the rehearsed tables were.']
  const told = tables
    .slice(0, MOST_TABLES)
    .map(({ table, rows, bytes }) => `${code(table)} ${formatCount(rows)} rows (${formatBytes(bytes)})`)
  const more = tables.length > MOST_TABLES ? ` and ${tables.length - MOST_TABLES} smaller ones` : ''
  const known = productionIsKnown(entries) ? ' The window above says where production has more.' : ''
  return [`- [ ] Production's tables are no larger than those rehearsed: ${told.join(', ')}${more}.${known}`]
}

function backups({ entries, started, rollback }: RunbookSource): readonly string[] {
  if (started.wayBack !== 'restore')
    return [
      `- [ ] There is a backup that has been restored before. The rehearsed way back, ${code(started.wayBack)}, is not it.`,
    ]
  const taken = entriesOf(entries, 'snapshot.taken').at(-1)
  const took =
    taken === undefined ? 'not taken in the rehearsal' : `took ${atLeast(taken.endedAt - taken.startedAt)} here`
  const [restore] = rollback.flatMap(({ told }) => (told?.kind === 'restore' ? [told] : []))
  const how = restore?.take == null ? 'a base backup (`pg_basebackup`)' : 'the command below'
  return [
    `- [ ] Right before step 1, a snapshot is taken by ${how}: ${took}. Writes after it are lost by the way back.`,
    ...(restore?.take == null ? [] : ['', commandText(restore.take)]),
  ]
}

function toRead({ judgement, run }: RunbookSource): readonly string[] {
  const concerns = judgement.findings.filter(({ severity }) => severity === 'concern')
  const more = concerns.length - MOST_CONCERNS
  return [
    ...concerns
      .slice(0, MOST_CONCERNS)
      .map(({ check, subject, summary }) => `- [ ] Read (${code(check)}) ${code(subject)}: ${toldInMarkdown(summary)}`),
    ...(more > 0 ? [`- [ ] Read ${more} more concerns in ${code('report.html')}.`] : []),
    ...run.weaker.map((sentence) => `- [ ] The rehearsal could not show: ${toldInMarkdown(sentence)}.`),
    ...notKnown(judgement),
  ]
}

function notKnown({ checks }: RunbookSource['judgement']): readonly string[] {
  const unknown = checks.filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
  return unknown.length === 0
    ? []
    : [`- [ ] Settle what this rehearsal does not know: ${unknown.map(({ id }) => code(id)).join(', ')}.`]
}
