import type { CheckRuling } from '../../checks/judgement.ts'
import { plural } from '../../checks/wording.ts'
import type { Finding } from '../../model/finding.ts'
import { cut } from '../html/cut.ts'
import { badge, fold, h, type Markup } from '../html/markup.ts'
import type { Section } from '../html/section.ts'
import { evidenceMarkup, type Printed, printedOf } from './evidence.ts'
import { measuresOf } from './measures.ts'

/** As many as one reads; the rest is a click away, worst first all the same. */
const MOST_OPEN = 12
const MOST_SUBJECT = 200

/** What was found, worst first, each with its figures, its evidence and what to do; then what is not known. */
export const findings: Section = {
  id: 'findings',
  title: 'Findings',
  render({ entries, judgement }) {
    const all = judgement.findings
    const printed = printedOf(all, entries)
    const articles = all.map((finding, index) => findingMarkup(finding, index, { all, printed }))
    return [
      ...(all.length === 0 ? [h('p', 'None.')] : []),
      ...folded(articles, 'finding'),
      ...unknownMarkup(judgement.checks.filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')),
    ]
  },
  style: `
.finding{border-left:4px solid var(--note);padding:.1rem 0 .1rem 1rem;margin:0 0 1.75rem}
.finding.is-blocker{border-color:var(--blocker)}
.finding.is-concern{border-color:var(--concern)}
.finding h3{margin:0 0 .35rem;display:flex;flex-wrap:wrap;gap:.25rem .6rem;align-items:baseline}
.finding .check{font-weight:400;color:var(--muted);font-size:.9rem}
.finding p{margin:0 0 .5rem}
.finding .remedy::before{content:'→ ';color:var(--muted)}
.finding table{margin:.25rem 0 .5rem}
.finding td,.finding th{overflow-wrap:anywhere}
.finding thead th{overflow-wrap:normal}
@media (max-width:600px){.finding td.number,.finding thead th{white-space:normal}}
.finding:target{background:var(--surface)}
.unknowns dt{font-weight:600}
.unknowns dd{margin:0 0 .75rem}
`,
}

function folded(articles: readonly Markup[], noun: string): readonly Markup[] {
  const more = articles.slice(MOST_OPEN)
  return more.length === 0
    ? articles
    : [...articles.slice(0, MOST_OPEN), fold(`${plural(more.length, `more ${noun}`)}`, ...more)]
}

function findingMarkup(
  finding: Finding,
  index: number,
  { all, printed }: { readonly all: readonly Finding[]; readonly printed: Printed },
): Markup {
  const { severity, check, subject, summary } = finding
  const measures = measuresOf(finding)
  return h('article', { id: anchorOf(index), className: ['finding', `is-${severity}`] }, [
    h('h3', [badge(severity), h('bdi', cut(subject, MOST_SUBJECT)), h('span.check', check)]),
    h('p', cut(summary)),
    ...(measures === null ? [] : [measures]),
    remedyMarkup(finding, index, all),
    ...evidenceMarkup(index, finding, printed),
  ])
}

/** A folder of migrations repeats one mistake; its remedy, the longest part, need not be read each time. */
function remedyMarkup({ remedy }: Finding, index: number, all: readonly Finding[]): Markup {
  const first = all.findIndex((other) => other.remedy === remedy)
  if (first === index) return h('p.remedy', cut(remedy))
  return h('p.remedy', [
    'As for ',
    h('a', { href: `#${anchorOf(first)}` }, cut(all[first]?.subject ?? '', MOST_SUBJECT)),
    '.',
  ])
}

/** Findings are counted from 1, in the order of the judgement. */
export function anchorOf(index: number): string {
  return `finding-${index + 1}`
}

/** Where the page says what nobody knows. */
export const UNKNOWN_ANCHOR = 'not-known'

/** What keeps a run from GO without being a finding: the question, and why nobody can answer it. */
function unknownMarkup(checks: readonly CheckRuling[]): readonly Markup[] {
  if (checks.length === 0) return []
  const items = checks.flatMap(({ id, asks, ruling }) => [
    h('dt', [badge('unknown'), ` ${id}`]),
    h('dd', [h('span.muted', asks), h('br'), cut(ruling.because)]),
  ])
  const open = 2 * MOST_OPEN
  const more = items.slice(open)
  return [
    h('h3', { id: UNKNOWN_ANCHOR }, `Not known: ${plural(checks.length, 'check')} that a GO needs`),
    h('dl.unknowns', items.slice(0, open)),
    ...(more.length === 0 ? [] : [fold(`${more.length / 2} more`, h('dl.unknowns', more))]),
  ]
}
