import { judge } from '../checks/judge.ts'
import { describe } from '../errors.ts'
import type { Entry, EntryOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Part } from '../model/part.ts'
import type { Reading } from '../model/reading.ts'
import { Announcer, type Ending } from './announcer.ts'
import type { Audience } from './audience.ts'
import { countsOf, type EndedAct, type Message } from './message.ts'
import { ownerOf } from './owner.ts'
import { actAfter } from './schedule.ts'
import { busiest, type Ended, type LiveState, worst } from './state.ts'
import { keep } from './status-file.ts'

const MOST_MESSAGES = 20
/** Judging a long journal takes a while; above this, only transitions are worth it: there blockers are born. */
const QUICK_MS = 250

export interface DeskOptions {
  /** The run's folder. */
  readonly folder: string
  readonly audience: Audience
  readonly now?: () => number
  /** Between two states; a second unless a test is in a hurry. */
  readonly everyMs?: number
}

/**
 * Listens to a rehearsal and tells those who look on: the few messages, and once a second what there is to see. It
 * decides nothing and records nothing; whatever goes wrong here is kept from the run.
 */
export class Desk implements Disposable {
  readonly #options: Required<DeskOptions>
  readonly #announcer = new Announcer()
  readonly #timer: NodeJS.Timeout
  #entries: Entry[] = []
  #started: EntryOf<'rehearsal.started'> | null = null
  #rehearsals = 0
  #startedMs = 0
  #act: LiveState['act'] = null
  #acts: EndedAct[] = []
  #doing = ''
  #part: Part | null = null
  #read: (() => Reading) | null = null
  #findings: readonly Finding[] = []
  #judged: { readonly after: LiveState['judgedAfter']; readonly tookMs: number } = { after: null, tookMs: 0 }
  #messages: Message[] = []
  #ending: Ended | null = null
  #failure: string | null = null

  constructor(options: DeskOptions) {
    this.#options = { now: Date.now, everyMs: 1_000, ...options }
    options.audience.tell({ kind: 'folder', folder: options.folder })
    this.#timer = setInterval(() => this.#guard(() => this.#tick()), this.#options.everyMs)
    this.#timer.unref()
  }

  /** Why nothing was told any more from some moment on: a bug of the harness. null where all was told. */
  get failure(): string | null {
    return this.#failure
  }

  hear(entry: Entry): void {
    this.#guard(() => this.#hear(entry))
  }

  /** What an act says meanwhile. */
  readonly progress = (line: string): void => {
    this.#doing = line.trim()
  }

  readonly part = (part: Part | null): void => {
    this.#part = part
  }

  readonly onAir = (read: () => Reading): void => {
    this.#read = read
  }

  /** The last message; nothing is told afterwards. */
  conclude(ending: Ending): void {
    this.#guard(() => {
      const { verdict, headline, report, findings } = ending
      this.#findings = findings
      this.#ending = { verdict, headline, report }
      this.#act = null
      this.#tell(this.#announcer.end(this.#options.now(), ending))
      this.#show()
    })
    this[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #hear(entry: Entry): void {
    if (entry.kind === 'rehearsal.started') {
      // Each rehearsal has a journal of its own, and only the first one's findings decide.
      this.#rehearsals++
      this.#started = entry
      this.#entries = []
      this.#acts = []
      this.#startedMs ||= Date.parse(entry.at)
    }
    this.#entries.push(entry)
    if (entry.kind === 'act.started' || entry.kind === 'act.ended') {
      this.#doing = ''
      this.#part = null
      this.#act = entry.kind === 'act.ended' ? null : { name: entry.act, sinceMs: Date.parse(entry.at) }
    }
    if (entry.kind === 'step.started') this.#doing = entry.label
    if (entry.kind === 'act.ended') {
      const { act, status, durationMs, summary } = entry
      this.#acts.push({ act, status, durationMs, summary })
      // Not within a record: whoever records goes on first.
      if (status !== 'skipped' && this.#isWorthJudging(entry.act))
        setImmediate(() => this.#guard(() => this.#judge(act)))
    }
    this.#tell(this.#announcer.hear(entry))
  }

  #isWorthJudging(act: EndedAct['act']): boolean {
    if (this.#rehearsals > 1 || act === 'stage' || act === 'audit') return false
    return this.#judged.tookMs <= QUICK_MS || act === 'upgrade' || act === 'rollback'
  }

  #judge(after: EndedAct['act']): void {
    if (this.#ending !== null) return
    const startedAt = performance.now()
    // A check that lacks evidence does not know; what it finds before the end, the end does not take back.
    this.#findings = judge(this.#entries).findings
    this.#judged = { after, tookMs: performance.now() - startedAt }
    this.#tell(this.#announcer.found(this.#findings))
  }

  #tick(): void {
    const nowMs = this.#options.now()
    const { dueMs } = this.#announcer
    if (dueMs !== null && nowMs >= dueMs) this.#tell(this.#announcer.still(nowMs))
    if (this.#options.audience.watches) this.#show()
  }

  #show(): void {
    const state = this.#state()
    if (state !== null) this.#options.audience.tell({ kind: 'state', state })
  }

  #tell(message: Message | null): void {
    if (message === null) return
    this.#messages = [...this.#messages, message].slice(-MOST_MESSAGES)
    keep(this.#options.folder, message)
    this.#options.audience.tell({ kind: 'message', message })
  }

  #state(): LiveState | null {
    const started = this.#started
    const last = this.#messages.at(-1)
    if (started === null || last === undefined) return null
    const act = this.#act
    return {
      fulldress: 1,
      rehearsal: started.rehearsal,
      run: started.run,
      runtime: started.runtime,
      ...ownerOf(started),
      atMs: this.#options.now(),
      startedMs: this.#startedMs,
      act,
      next: act === null ? null : actAfter(act.name, started.wayBack),
      nextUpdateBy: last.nextUpdateBy,
      doing: this.#doing,
      part: this.#part,
      ended: this.#acts,
      ...busiest(this.#ending === null ? (this.#read?.() ?? null) : null),
      ...worst(this.#findings),
      counts: countsOf(this.#findings),
      judgedAfter: this.#judged.after,
      messages: this.#messages,
      ending: this.#ending,
    }
  }

  #guard(act: () => void): void {
    if (this.#failure !== null) return
    try {
      act()
    } catch (error) {
      // A bug of ours here must not cost anybody a rehearsal, which goes on without being told of.
      this.#failure = describe(error)
    }
  }
}
