import { percent } from '../../checks/wording.ts'
import { formatDuration, formatRate, formatSeconds } from '../../model/duration.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { partInWords, shareOf } from '../../model/part.ts'
import type { EndpointNow, Reading } from '../../model/reading.ts'
import { h, type Markup, table } from '../../report/html/markup.ts'
import type { LiveState } from '../state.ts'

/** One part of the status page: its heading, and what is below it at the moment. */
export interface Fragment {
  readonly id: string
  readonly title: string
  readonly content: readonly Markup[]
}

/** The parts of the page in reading order. Each is replaced as a whole when it changes. */
export function fragmentsOf(state: LiveState): readonly Fragment[] {
  return [
    { id: 'now', title: 'Now', content: now(state) },
    ...(state.ending === null ? [{ id: 'clients', title: 'Clients', content: clients(state) }] : []),
    ...(state.ending === null ? [{ id: 'locks', title: 'Sessions that wait', content: waiting(state.reading) }] : []),
    { id: 'findings', title: state.ending === null ? 'Findings so far' : 'Findings', content: findings(state) },
    { id: 'acts', title: 'Acts', content: acts(state) },
    { id: 'messages', title: 'Messages', content: messages(state) },
  ]
}

function now({ act, next, nextUpdateBy, doing, part, atMs, startedMs, ending, owner, contact }: LiveState): Markup[] {
  const who = [owner, contact].filter((one) => one !== null).join(', ')
  const elapsed = `${formatDuration(atMs - startedMs)} since it began`
  const said = [...(who === '' ? [] : [h('p', `Owner: ${who}`)])]
  if (ending !== null) {
    const kind = ending.verdict ?? 'none'
    const report = ending.report === null ? [] : [h('p', ['Report: ', h('code', ending.report)])]
    return [h(`p.verdict.${kind}`, ending.headline), h('p', elapsed), ...report, ...said]
  }
  const head = act === null ? 'between two acts' : `${act.name}, ${formatDuration(atMs - act.sinceMs)}`
  const due = nextUpdateBy === null ? '' : ` Next update by ${nextUpdateBy.slice(11, 16)} UTC at the latest.`
  const bar =
    part === null
      ? []
      : [
          h('p', [
            h('label', { for: 'part' }, `${partInWords(part, atMs)} `),
            h('progress#part', { max: 1, value: Number(shareOf(part, atMs).toFixed(3)) }),
          ]),
        ]
  return [
    h('p.act', head),
    ...bar,
    ...(doing === '' ? [] : [h('p', doing)]),
    h('p', `${elapsed}. Next: ${next ?? 'the verdict'}.${due}`),
    ...said,
  ]
}

function clients({ reading, furtherEndpoints, act }: LiveState): Markup[] {
  if (reading === null || reading.endpoints.length === 0)
    return [h('p', 'No request was answered in the last half minute.')]
  // Whoever is kept waiting has no latency yet, so that the last figures of a stall look like the best.
  const silent = act?.name !== 'audit' && reading.endpoints.every(({ requestsPerSecond }) => requestsPerSecond === 0)
  const silence = silent ? [h('p.waiting', 'No request was answered in the last 5 s')] : []
  const more = furtherEndpoints === 0 ? [] : [h('p', `and ${furtherEndpoints} endpoints with fewer requests`)]
  const caption =
    'Answers and errors of the last 5 s; latency of what was answered in the last 30 s, from the intended start'
  const titles = ['endpoint', 'answered/s', 'errors', 'latency']
  return [...silence, table(titles, reading.endpoints.map(endpointRow), caption), ...more]
}

function endpointRow({ endpoint, requestsPerSecond, failedShare, quantile }: EndpointNow): readonly string[] {
  const latency = quantile === null ? null : `${quantile.name} ${quantile.ms.toFixed(0)} ms`
  if (requestsPerSecond === 0)
    return [endpoint, '0', '-', `no answer in 5 s${latency === null ? '' : `; before, ${latency}`}`]
  return [
    endpoint,
    formatRate(requestsPerSecond).replace('/s', ''),
    percent(failedShare),
    latency ?? 'too few requests',
  ]
}

function waiting(reading: Reading | null): Markup[] {
  if (reading === null || reading.waiting === null) return [h('p', 'Nobody watches the locks at this moment.')]
  const { sessions, longestMs, tables, behind } = reading.waiting
  if (sessions === 0) return [h('p', 'None.')]
  const who = `${sessions} ${sessions === 1 ? 'session waits' : 'sessions wait'}`
  const where = tables.length === 0 ? '' : ` on ${tables.join(', ')}`
  const holder =
    behind === undefined ? [] : [h('p', [`Behind ${spellLockMode(behind.mode)} of `, h('code', behind.statement)])]
  return [h('p.waiting', `${who} for a lock${where}, the first of them for ${formatSeconds(longestMs)}`), ...holder]
}

function findings({ findings: shown, furtherFindings, counts, judgedAfter, ending }: LiveState): Markup[] {
  if (ending === null && judgedAfter === null) return [h('p', 'Not judged yet: that is done when an act has ended.')]
  const when = ending === null ? `Judged after ${judgedAfter}; the verdict comes at the end. ` : ''
  const notes = counts.notes === 0 ? '' : ` ${counts.notes} ${counts.notes === 1 ? 'note' : 'notes'}.`
  const rows = shown.map(({ severity, check, subject, summary }) => [check, severity, subject, summary])
  const more = furtherFindings === 0 ? [] : [h('p', `and ${furtherFindings} more`)]
  const head = h('p', `${when}${shown.length === 0 ? 'No blocker, no concern.' : ''}${notes}`.trim())
  return [head, ...(rows.length === 0 ? [] : [table(['check', 'severity', 'subject', 'seen'], rows)]), ...more]
}

function acts({ ended }: LiveState): Markup[] {
  if (ended.length === 0) return [h('p', 'None has ended yet.')]
  const time = (status: string, ms: number) => (status === 'skipped' ? '' : formatSeconds(ms))
  const rows = ended.map(({ act, status, durationMs, summary }) => [act, status, time(status, durationMs), summary])
  return [table(['act', 'status', 'time', 'seen'], rows)]
}

function messages({ messages: all }: LiveState): Markup[] {
  const items = all
    .toReversed()
    .map(({ at, text }) => h('li', [h('time', { dateTime: at }, `${at.slice(11, 19)} UTC `), text]))
  return [h('ol', { reversed: true, start: all.at(-1)?.number ?? 1 }, items)]
}
