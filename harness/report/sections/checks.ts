import type { CheckRuling } from '../../checks/judgement.ts'
import type { Finding, Ruling } from '../../model/finding.ts'
import { cut } from '../html/cut.ts'
import { h, type Markup, table, wide } from '../html/markup.ts'
import type { Section } from '../html/section.ts'
import { anchorOf } from './findings.ts'

const RULINGS: readonly Ruling['ruling'][] = ['found', 'unknown', 'passed']

/** Every question that was asked, and its answer. */
export const checks: Section = {
  id: 'checks',
  title: 'Checks',
  render({ judgement }) {
    const all = RULINGS.flatMap((ruling) => judgement.checks.filter((check) => check.ruling.ruling === ruling))
    if (all.length === 0) return null
    return [
      choice(all),
      wide(
        'All checks',
        table(
          ['check', 'ruling', 'because'],
          all.map((check) => rowOf(check, judgement.findings)),
        ),
      ),
    ]
  },
  // Choosing needs no script, and a browser that knows no :has() shows all.
  style: `
.choice{border:0;padding:0;margin:0 0 1rem;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
.choice legend{float:left;padding:0;margin-right:1.25rem;color:var(--muted)}
.choice label{display:inline-flex;gap:.4rem;align-items:center;min-height:2rem;cursor:pointer}
#checks .asks{display:block;color:var(--muted);font-weight:400;font-size:.9em;max-width:26rem}
@media screen{${RULINGS.map((ruling) => `#checks:has(#show-${ruling}:checked) tbody tr:not(:has(.is-${ruling})){display:none}`).join('')}}
`,
}

function choice(all: readonly CheckRuling[]): Markup {
  const count = (ruling: string) => all.filter((check) => check.ruling.ruling === ruling).length
  const options = [
    ['all', `all ${all.length}`],
    ...RULINGS.filter((ruling) => count(ruling) > 0).map((ruling) => [ruling, `${ruling} ${count(ruling)}`]),
  ] as const
  return h('fieldset.choice.screen-only', [
    h('legend', 'Show'),
    ...options.map(([ruling = '', words = '']) =>
      h('label', [
        h('input', { type: 'radio', name: 'ruling', id: `show-${ruling}`, checked: ruling === 'all' }),
        words,
      ]),
    ),
  ])
}

function rowOf({ id, gating, asks, ruling }: CheckRuling, all: readonly Finding[]): readonly (string | Markup)[] {
  const question = h('span', [id, h('span.asks', gating ? asks : `${asks} (not gating)`)])
  // Findings stand worst first, so the first of a check is its worst.
  const first = all.findIndex(({ check }) => check === id)
  const because = cut(ruling.because)
  return [
    question,
    h('span', { className: ['badge', `is-${ruling.ruling}`, ...classOf(all[first])] }, ruling.ruling),
    first === -1 ? because : h('a', { href: `#${anchorOf(first)}` }, because),
  ]
}

/** What was found may be a note, and then it is not shown as a blocker. */
function classOf(worst: Finding | undefined): readonly string[] {
  return worst === undefined ? [] : [`is-${worst.severity}`]
}
