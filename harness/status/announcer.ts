import type { ActName } from '../model/act.ts'
import type { Entry, EntryOf } from '../model/evidence.ts'
import type { Finding, Verdict } from '../model/finding.ts'
import { type Counts, countsOf, type EndedAct, type Message, NOTHING_FOUND } from './message.ts'
import { type Owner, ownerOf } from './owner.ts'
import { actAfter, silenceMs } from './schedule.ts'
import { blockerInWords, type Unworded, worded } from './wording.ts'

type Started = EntryOf<'rehearsal.started'>

export interface Ending {
  /** null where the run was interrupted. */
  readonly verdict: Verdict | null
  /** As people read it: `NO-GO, 1 blocker`. */
  readonly headline: string
  readonly findings: readonly Finding[]
  /** Where the report is; null where there is none. */
  readonly report: string | null
}

/**
 * Makes the few messages of a command from what its journals record, as it is recorded. The same entries always give the
 * same messages: a time is an entry's own, or is given.
 */
export class Announcer {
  #started: Started | null = null
  #sinceMs = 0
  #nowMs = 0
  #act: { readonly name: ActName; readonly sinceMs: number } | null = null
  #ended: EndedAct[] = []
  #counts: Counts = NOTHING_FOUND
  #blocked = false
  #number = 0
  #dueMs: number | null = null

  /** When the next message is due, epoch ms; null before the first and after the last. */
  get dueMs(): number | null {
    return this.#dueMs
  }

  /** The message that an entry gives rise to; null for most. */
  hear(entry: Entry): Message | null {
    this.#nowMs = Date.parse(entry.at)
    if (entry.kind === 'rehearsal.started') return this.#begin(entry)
    if (entry.kind === 'act.ended') {
      const { act, status, durationMs, summary } = entry
      this.#ended.push({ act, status, durationMs, summary })
      this.#act = null
    }
    if (entry.kind !== 'act.started') return null
    this.#act = { name: entry.act, sinceMs: this.#nowMs }
    return this.#say('act', `${entry.act} has begun.`)
  }

  /** What has been found so far; the message of the first blocker, once. */
  found(findings: readonly Finding[]): Message | null {
    this.#counts = countsOf(findings)
    const blocker = findings.find(({ severity }) => severity === 'blocker')
    if (blocker === undefined || this.#blocked || this.#started === null) return null
    this.#blocked = true
    const { check, subject, summary, remedy } = blocker
    return this.#say('first-blocker', blockerInWords(blocker), { finding: { check, subject, summary, remedy } })
  }

  /** For when a word is due and nothing has changed. */
  still(nowMs: number): Message | null {
    if (this.#started === null) return null
    this.#nowMs = nowMs
    return this.#say('still', `${this.#act?.name ?? 'the rehearsal'} is still under way.`)
  }

  /** The last message. */
  end(nowMs: number, { verdict, headline, findings, report }: Ending): Message | null {
    if (this.#started === null) return null
    this.#nowMs = nowMs
    this.#act = null
    this.#counts = countsOf(findings)
    const message = this.#say('verdict', `${headline}.`, { verdict, next: null, nextUpdateBy: null })
    return report === null ? message : { ...message, text: `${message.text} Report: ${report}` }
  }

  /** A further rehearsal of the same command (another way back, once more without a change) starts over. */
  #begin(started: Started): Message {
    if (this.#started === null) this.#sinceMs = this.#nowMs
    const again = this.#started === null ? '' : ' once more'
    this.#started = started
    this.#act = null
    return this.#say('start', `the rehearsal has begun${again}, in ${started.runtime}, way back ${started.wayBack}.`, {
      next: 'stage',
    })
  }

  #say(kind: Message['kind'], news: string, more: Partial<Unworded> = {}): Message {
    const started = this.#started as Started
    const act = this.#act?.name ?? null
    const dueMs = Math.max(this.#nowMs, this.#act?.sinceMs ?? 0) + silenceMs(act, started.actTimeMs)
    const owner: Owner = ownerOf(started)
    const message: Unworded = {
      fulldress: 1,
      number: ++this.#number,
      at: new Date(this.#nowMs).toISOString(),
      kind,
      rehearsal: started.rehearsal,
      run: started.run,
      ...owner,
      act,
      ended: this.#ended,
      next: act === null ? null : actAfter(act, started.wayBack),
      elapsedMs: this.#nowMs - this.#sinceMs,
      nextUpdateBy: new Date(dueMs).toISOString(),
      verdict: null,
      counts: this.#counts,
      finding: null,
      ...more,
    }
    this.#ended = []
    this.#dueMs = message.nextUpdateBy === null ? null : dueMs
    return worded(message, news)
  }
}
