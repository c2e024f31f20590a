import type { CheckRuling } from '../../checks/judgement.ts'
import type { Ruling } from '../../model/finding.ts'
import { cut } from '../html/cut.ts'
import { badge, h, type Markup, table, wide } from '../html/markup.ts'
import type { Section } from '../html/section.ts'

const RULINGS: readonly Ruling['ruling'][] = ['found', 'unknown', 'passed']

/** Every question that was asked, and its answer. */
export const checks: Section = {
  id: 'checks',
  title: 'Checks',
  render({ judgement }) {
    const all = RULINGS.flatMap((ruling) => judgement.checks.filter((check) => check.ruling.ruling === ruling))
    if (all.length === 0) return null
    return [choice(all), wide('All checks', table(['check', 'ruling', 'because'], all.map(rowOf)))]
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

function rowOf({ id, gating, asks, ruling }: CheckRuling): readonly (string | Markup)[] {
  const question = h('span', [id, h('span.asks', gating ? asks : `${asks} (not gating)`)])
  return [question, badge(ruling.ruling), cut(ruling.because)]
}
