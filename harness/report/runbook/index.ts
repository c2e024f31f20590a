import { headlineOf } from '../../checks/headline.ts'
import { reasonsOf } from '../../checks/reasons.ts'
import { momentInWords, windowInWords } from '../../checks/window-in-words.ts'
import { drawn } from '../../errors.ts'
import { formatBytes, formatCount } from '../../model/duration.ts'
import { entriesOf } from '../../model/evidence.ts'
import type { Seen } from '../html/section.ts'
import { escapeMarkdown, toldInMarkdown } from '../markdown-text.ts'
import { backSection } from './back.ts'
import { beforeSection } from './before.ts'
import { decisionsSection } from './decisions.ts'
import { noticesSection } from './notices.ts'
import { productionSection } from './production.ts'
import { type RunbookSource, runbookSource } from './source.ts'
import { stepsSection } from './steps.ts'

/**
 * runbook.md: the rehearsed steps with the times they took here, to be adapted and followed in production. It promises
 * nothing that was not measured, and says what was not. Empty where there is nothing to perform.
 */
export function renderRunbook(seen: Seen): string {
  const source = runbookSource(seen)
  if (source === null) return ''
  const sections = [
    head,
    who,
    windowSection,
    beforeSection,
    stepsSection,
    decisionsSection,
    backSection,
    productionSection,
    noticesSection,
  ].map((section) =>
    drawn<string | readonly string[]>(
      () => section(source),
      (sentence) => `_${toldInMarkdown(sentence)}_\n`,
    ),
  )
  return `${sections.flat().join('\n').trimEnd()}\n`
}

function head(source: RunbookSource): readonly string[] {
  return [`# Runbook: ${toldInMarkdown(source.run.rehearsal)}\n`, ...warning(source), origin(source)]
}

function windowSection({ window }: RunbookSource): readonly string[] {
  return ['## Window\n', ...windowInWords(window).map((sentence) => `- ${toldInMarkdown(sentence)}`), '']
}

/** Whoever opens the file must not have to look for the verdict elsewhere. */
function warning({ entries, judgement }: RunbookSource): readonly string[] {
  const { verdict, counts } = headlineOf(entries, judgement)
  const reasons = reasonsOf(entries, judgement).map((reason) => `> - ${toldInMarkdown(reason)}`)
  if (judgement.verdict === 'go') return [`**${escapeMarkdown(verdict)}**, ${counts}.\n`]
  const consequence =
    judgement.verdict === 'no-go'
      ? 'do not perform these steps in production before what was found is mended and rehearsed again'
      : 'it is not known whether these steps go well; rehearse again before they are performed in production'
  return [`> **This rehearsal said ${verdict}** (${counts}): ${consequence}.`, '>', ...reasons, '']
}

function origin({ entries, run }: RunbookSource): string {
  const seeded = entriesOf(entries, 'seed.done').at(-1)
  const size = seeded === undefined ? '' : `, ${formatCount(seeded.rows)} rows, ${formatBytes(seeded.bytes)}`
  const stage = toldInMarkdown(`${[run.runtime, ...run.database].join(', ')}${size}`)
  return `Written from the rehearsal of ${toldInMarkdown(momentInWords(run.startedAt))} UTC (${stage}). All times were measured on that staging copy and none in production. Read it through and adapt it before it is followed; T is the moment at which the work begins: with the snapshot where there is one, else with step 1.\n`
}

function who({ started }: RunbookSource): readonly string[] {
  const { owner = null, contact = null } = started.change ?? {}
  const missing = [...(owner === null ? ['`change.owner`'] : []), ...(contact === null ? ['`change.contact`'] : [])]
  return [
    '## Who\n',
    `- Leads the change and decides go or no-go: ${owner === null ? '**not named**' : escapeMarkdown(owner)}`,
    `- Is reached at: ${contact === null ? '**not named**' : escapeMarkdown(contact)}`,
    ...(missing.length === 0 ? [] : [`- The spec can name them: ${missing.join(' and ')}.`]),
    '',
  ]
}
