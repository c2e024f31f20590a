import { few } from '../../checks/wording.ts'
import type { Entry } from '../../model/evidence.ts'
import type { Finding } from '../../model/finding.ts'
import { fold, h, type Markup } from '../html/markup.ts'

/** Entries of one finding that are printed; more of the same kind say nothing new. */
const MOST_OF_ONE = 8
/** Characters of one entry: a comparison of 60 endpoints has a hundred thousand. */
const MOST_OF_ENTRY = 2_000
/** Characters of all entries together, so that the page stays one that can be sent by mail. */
const MOST_OF_ALL = 120_000

/** Which entries are printed at which finding: each once, where it is first needed. */
export type Printed = ReadonlyMap<number, { readonly finding: number; readonly text: string }>

/** Chooses what is printed, the worst findings first. Findings are counted from 0. */
export function printedOf(findings: readonly Finding[], entries: readonly Entry[]): Printed {
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]))
  const printed = new Map<number, { finding: number; text: string }>()
  let room = MOST_OF_ALL
  for (const [finding, { evidence }] of findings.entries()) {
    for (const seq of evidence.slice(0, MOST_OF_ONE)) {
      const entry = bySeq.get(seq)
      if (entry === undefined || printed.has(seq)) continue
      const text = entryText(entry)
      if (text.length > room) return printed
      room -= text.length
      printed.set(seq, { finding, text })
    }
  }
  return printed
}

/** The journal's entries that show a finding: those printed here, and where the others are. */
export function evidenceMarkup(index: number, { evidence }: Finding, printed: Printed): readonly Markup[] {
  if (evidence.length === 0) return []
  const here = evidence.filter((seq) => printed.get(seq)?.finding === index)
  const elsewhere = evidence.filter((seq) => printed.has(seq) && !here.includes(seq))
  const unprinted = evidence.filter((seq) => !printed.has(seq)).map((seq) => `#${seq}`)
  const also = elsewhere.flatMap((seq) => [' ', h('a', { href: `#entry-${seq}` }, `#${seq}`)])
  return [
    fold(
      `Evidence: ${evidence.length === 1 ? 'entry' : 'entries'} ${few(
        evidence.map((seq) => `#${seq}`),
        MOST_OF_ONE,
      )} of the journal`,
      ...here.map((seq) => h('pre', { id: `entry-${seq}` }, printed.get(seq)?.text ?? '')),
      ...(also.length === 0 ? [] : [h('p', ['Shown elsewhere:', ...also])]),
      ...(unprinted.length === 0 ? [] : [h('p', `In journal.jsonl: ${few(unprinted, 50)}`)]),
    ),
  ]
}

/** An entry as the journal has it, masked as it is there, a line per key. */
function entryText({ seq, at, kind, ...rest }: Entry): string {
  const lines = Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  const text = [`#${seq}  ${at}  ${kind}`, ...lines].join('\n')
  const over = text.length - MOST_OF_ENTRY
  return over <= 0 ? text : `${text.slice(0, MOST_OF_ENTRY)} … and ${over} characters more, in journal.jsonl`
}
