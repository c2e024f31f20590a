import { ANSWERS, type Answer, answerOf } from '../../checks/answer-of.ts'
import type { CheckRuling } from '../../checks/judgement.ts'
import type { Finding } from '../../model/finding.ts'
import { cut } from '../html/cut.ts'
import { h, type Markup, table, wide } from '../html/markup.ts'
import type { Section } from '../html/section.ts'
import { anchorOf } from './findings.ts'

/** Every question that was asked, and its answer. */
export const checks: Section = {
  id: 'checks',
  title: 'Checks',
  render({ judgement }) {
    const all = ANSWERS.flatMap((answer) => judgement.checks.filter(({ ruling }) => answerOf(ruling) === answer))
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
@media screen{${ANSWERS.map(nameOf)
    .map((name) => `#checks:has(#show-${name}:checked) tbody tr:not(:has(.is-${name})){display:none}`)
    .join('')}}
.is-not-asked.badge{background:var(--note)}
`,
}

function choice(all: readonly CheckRuling[]): Markup {
  const count = (answer: Answer) => all.filter(({ ruling }) => answerOf(ruling) === answer).length
  const options = [
    ['all', `all ${all.length}`],
    ...ANSWERS.filter((answer) => count(answer) > 0).map((answer) => [nameOf(answer), `${answer} ${count(answer)}`]),
  ] as const
  return h('fieldset.choice.screen-only', [
    h('legend', 'Show'),
    ...options.map(([name = '', words = '']) =>
      h('label', [h('input', { type: 'radio', name: 'ruling', id: `show-${name}`, checked: name === 'all' }), words]),
    ),
  ])
}

function rowOf({ id, gating, asks, ruling }: CheckRuling, all: readonly Finding[]): readonly (string | Markup)[] {
  const question = h('span', [id, h('span.asks', gating ? asks : `${asks} (not gating)`)])
  // Findings stand worst first, so the first of a check is its worst.
  const first = all.findIndex(({ check }) => check === id)
  const because = cut(ruling.because)
  const answer = answerOf(ruling)
  return [
    question,
    h('span', { className: ['badge', `is-${nameOf(answer)}`, ...classOf(all[first])] }, answer),
    first === -1 ? because : h('a', { href: `#${anchorOf(first)}` }, because),
  ]
}

/** What was found may be a note, and then it is not shown as a blocker. */
function classOf(worst: Finding | undefined): readonly string[] {
  return worst === undefined ? [] : [`is-${worst.severity}`]
}

/** In classes and ids, which hold no space. */
function nameOf(answer: Answer): string {
  return answer.replace(' ', '-')
}
