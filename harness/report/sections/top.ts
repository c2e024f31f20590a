import { headlineOf } from '../../checks/headline.ts'
import type { Judgement } from '../../checks/judgement.ts'
import { wholeReasonsOf } from '../../checks/reasons.ts'
import { windowOf } from '../../checks/window.ts'
import { windowInWords } from '../../checks/window-in-words.ts'
import { few, plural } from '../../checks/wording.ts'
import { formatDuration } from '../../model/duration.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import { cut } from '../html/cut.ts'
import { facts, fold, h, type Markup } from '../html/markup.ts'
import type { Seen } from '../html/section.ts'
import type { RunFacts } from '../run.ts'
import { UNKNOWN_ANCHOR } from './findings.ts'

/** What an approver reads first, and perhaps alone: the verdict, why, the window, and what was rehearsed. */
export function top(seen: Seen): Markup {
  const { entries, judgement, run } = seen
  const { verdict, counts } = headlineOf(entries, judgement)
  const [word = verdict, ...rest] = verdict.split(/(?=,? at this|, no way)/)
  return h(
    'section',
    { id: 'verdict', className: ['top', `is-${judgement.verdict}`], ariaLabelledBy: 'verdict-title' },
    [
      h('p.kicker', [`Dress rehearsal of `, h('bdi', run.rehearsal)]),
      h('h1', { id: 'verdict-title' }, [h('span.word', word), ...qualified(rest.join(''))]),
      h('p.counts', [h('a', { href: '#findings' }, counts)]),
      h('div.sides', [
        h('div', [reasons(seen), ...unsettled(seen), ...windowMarkup(seen)]),
        h('div', [facts(factsOf(seen)), ...weakerMarkup(run)]),
      ]),
    ],
  )
}

/** At a glance; what is longer opens, and stands on paper as a whole. */
function reasons({ entries, judgement }: Seen): Markup {
  const items = wholeReasonsOf(entries, judgement).map(({ brief, whole }) =>
    h('li', brief === whole ? whole : fold(brief, h('p', cut(whole)))),
  )
  return h('ul.reasons', items)
}

/** `no way back at this resolution: …`: what a GO is not said without. */
function qualified(rest: string): readonly (string | Markup)[] {
  return rest === '' ? [] : [' ', h('span.rest', rest.replace(/^[, ]+/, ''))]
}

/** Unless the reasons name it all: what nobody knows keeps a rehearsal from GO once its blockers are mended. */
function unsettled({ entries, judgement }: Seen): readonly Markup[] {
  const unknown = judgement.checks.filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
  const told = wholeReasonsOf(entries, judgement)
  if (unknown.every(({ id }) => told.some(({ whole }) => whole.startsWith(`${id}: `)))) return []
  const named = few(
    unknown.map(({ id }) => id),
    MOST_UNKNOWN,
  )
  return [
    h('p.unsettled', [
      h('a', { href: `#${UNKNOWN_ANCHOR}` }, `Not known: ${plural(unknown.length, 'check')} that a GO needs`),
      `: ${named}.`,
    ]),
  ]
}

const MOST_UNKNOWN = 6

/** A time to plan with must not read as consent. */
function windowMarkup({ entries, judgement }: Seen): readonly Markup[] {
  const window = windowOf(entries)
  if (window === null) return []
  const { verdict } = headlineOf(entries, judgement)
  const consent = judgement.verdict === 'go' ? [] : [`No consent: this rehearsal said ${verdict}.`]
  return [
    h('div.window', [
      h('h2', 'Window'),
      ...consent.map((sentence) => h('p', h('strong', sentence))),
      ...windowInWords(window).map((sentence) => h('p', sentence)),
    ]),
  ]
}

/** Beside the verdict, not below it: a GO is worth as much as what could be seen. */
function weakerMarkup({ weaker }: RunFacts): readonly Markup[] {
  if (weaker.length === 0) return []
  return [h('div.weaker', [h('h2', 'What this run could not show'), list('ul', weaker)])]
}

function list(selector: string, sentences: readonly string[]): Markup {
  return h(
    selector,
    sentences.map((sentence) => h('li', sentence)),
  )
}

function factsOf({ entries, judgement, run }: Seen): readonly (readonly [string, string])[] {
  const { back } = run
  const versions = versionsOf(entries)
  return [
    ...(versions.length === 0 ? [] : [['Upgrade', versions.join(', ')] as const]),
    ['Ran', `${[...run.database, run.runtime].join(', ')}`],
    ['When', `${day(run.startedAt)}, ${formatDuration(run.durationMs)}`],
    ...(back === null
      ? []
      : ([
          ['Way back', `${back.way}${short(judgement)}`],
          ['Point of no return', back.pointOfNoReturn],
        ] as const)),
  ]
}

/** What the way back leaves undone; nothing where no blocker says so. */
function short({ findings }: Judgement): string {
  const failing = (id: string) =>
    findings.filter(({ check, severity }) => check === id && severity === 'blocker').length
  if (failing('rollback-completes') > 0) return ', which fails'
  const left = [
    [failing('rollback-restores-schema'), 'the schema'],
    [failing('rollback-restores-rows'), 'the rows'],
    [failing('rollback-restores-versions'), 'the versions'],
  ] as const
  const undone = left.flatMap(([count, what]) => (count === 0 ? [] : [`${what} (${plural(count, 'difference')})`]))
  return undone.length === 0 ? '' : `, which does not restore ${undone.join(', ')}`
}

/** `payments 4.2 → 5.0`: each version that ran, the way back left out. */
function versionsOf(entries: readonly Entry[]): readonly string[] {
  const seen = new Map<string, Set<string>>()
  for (const { service, version } of entriesOf(entries, 'stage.service'))
    seen.set(service, (seen.get(service) ?? new Set()).add(version))
  const all = [...seen].map(([service, versions]) => `${service} ${[...versions].join(' → ')}`)
  return all.length <= MOST_SERVICES
    ? all
    : [...all.slice(0, MOST_SERVICES), `and ${plural(all.length - MOST_SERVICES, 'more service')}`]
}

const MOST_SERVICES = 6

/** `2026-11-21 06:12 UTC`. */
function day(iso: string): string {
  return iso === '' ? 'unknown' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

export const TOP_STYLE = `
.top{--shade:var(--unsure)}
.top.is-go{--shade:var(--go)}
.top.is-no-go{--shade:var(--no-go)}
.top .kicker{margin:0;color:var(--muted)}
.top h1{margin:0;color:var(--shade)}
.top h1 .word{font-size:clamp(2.25rem,6vw,3.5rem);font-weight:800;letter-spacing:-.01em;line-height:1.1}
.top h1 .rest{display:block;font-size:1.15rem;font-weight:600;line-height:1.35}
.top .counts{font-size:1.05rem;margin:.25rem 0 .75rem}
.top .reasons{margin:0 0 1rem;border-left:4px solid var(--shade);padding:.1rem 0 .1rem 1rem;list-style:none}
.top .reasons li+li{margin-top:.4rem}
.top h2{font-size:1rem;margin:1rem 0 .25rem}
.top .window,.top .weaker{background:var(--surface);border-radius:6px;padding:.1rem 1rem .5rem;margin:0 0 1rem}
.top .window h2,.top .weaker h2{margin-top:.6rem}
.top .window p{margin:0 0 .25rem}
.top .weaker{font-size:.85rem}
.top .weaker ul{padding-left:1.2rem;margin:0}
.top .facts{margin:0 0 1rem}
.top .facts dd{font-size:.95rem}
@media (min-width:1000px){
  .top .sides{display:grid;grid-template-columns:minmax(0,1fr) 18rem;gap:0 2rem}
  .top .facts{display:block}
  .top .facts>div{margin:0 0 .5rem}
}
`
