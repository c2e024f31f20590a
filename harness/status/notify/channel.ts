import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '../message.ts'
import { bodyOf } from './body.ts'
import type { Lost } from './lost.ts'
import { type Failed, post } from './post.ts'
import type { Target } from './target.ts'

export interface Patience {
  readonly postMs: number
  readonly retryAfterMs: number
  /** Once the run has ended, messages go out in their order for so long; then only the last is tried. */
  readonly hurryMs: number
  /** When all is given up, counted from the end of the run. */
  readonly farewellMs: number
}

export const PATIENCE: Patience = { postMs: 5_000, retryAfterMs: 1_000, hurryMs: 1_500, farewellMs: 6_000 }

/** More than a run has messages, unless it lasts for days. */
const MOST_WAITING = 50

/**
 * One channel with a queue of its own: messages go out one after another, while nobody waits for them; one that
 * was refused is tried again, and one that was not answered is not, for it may have arrived. Closing gives what is left a few seconds, and the last message a try of its own where the channel is behind.
 */
export class NotifyChannel {
  readonly #target: Target
  readonly #patience: Patience
  readonly #over = new AbortController()
  readonly #lost: Lost[] = []
  #waiting: Message[] = []
  #sending: Promise<void> | null = null
  #told = 0

  constructor(target: Target, patience: Patience = PATIENCE) {
    this.#target = target
    this.#patience = patience
  }

  get name(): string {
    return this.#target.name
  }

  /** How many messages it was to take. */
  get told(): number {
    return this.#told
  }

  tell(message: Message): void {
    this.#told++
    this.#waiting.push(message)
    if (this.#waiting.length > MOST_WAITING) this.#lose(this.#waiting.shift(), unsent('too many were waiting'))
    this.#sending ??= this.#sendAll()
  }

  /** What it did not take, in order. */
  async close(): Promise<readonly Lost[]> {
    const last = { sent: Promise.resolve() }
    const hurry = setTimeout(() => {
      last.sent = this.#skipToLast()
    }, this.#patience.hurryMs)
    const late = setTimeout(() => this.#over.abort(), this.#patience.farewellMs)
    await this.#sending
    await last.sent
    clearTimeout(hurry)
    clearTimeout(late)
    return this.#lost.toSorted((one, other) => one.number - other.number)
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#attempt(next)
    }
    this.#sending = null
  }

  /** Behind one that hangs, the verdict would never come to be tried. */
  #skipToLast(): Promise<void> {
    const last = this.#waiting.pop()
    for (const old of this.#waiting.splice(0)) this.#lose(old, unsent('the command ended before its turn'))
    return last === undefined ? Promise.resolve() : this.#attempt(last)
  }

  async #attempt(message: Message): Promise<void> {
    const failed = await this.#send(message)
    if (failed !== null) this.#lose(message, failed)
  }

  async #send(message: Message): Promise<Failed | null> {
    const body = bodyOf(message, this.#target)
    const options = { timeoutMs: this.#patience.postMs, signal: this.#over.signal }
    const failed = await post(this.#target, body, options)
    if (failed === null || failed.unconfirmed || this.#over.signal.aborted) return failed
    await sleep(this.#patience.retryAfterMs, undefined, { signal: this.#over.signal }).catch(() => undefined)
    return this.#over.signal.aborted ? failed : post(this.#target, body, options)
  }

  #lose(message: Message | undefined, failed: Failed): void {
    if (message !== undefined) this.#lost.push({ channel: this.#target.name, number: message.number, ...failed })
  }
}

function unsent(reason: string): Failed {
  return { reason, unconfirmed: false }
}
