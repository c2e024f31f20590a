import type { OpenLedger } from '../database/ledger.ts'
import { ACT_NAMES, type ActName } from '../model/act.ts'
import type { ComparedField, TroubledWrite, WritesOfAct, WriteTrouble } from '../model/facts-of-writes.ts'
import type { LedgerDescription } from '../model/traffic.ts'
import type { RecordedWrite } from '../traffic/acknowledged.ts'

/** Enough keys to make a statement worth its round trip, few enough to take no memory to speak of. */
const BATCH = 5_000
/** Troubled writes that are kept one by one, so that a key counts once; beyond, each acknowledgement counts. */
const MOST_KEPT = 50_000
const UNTOLD = '-'

type Tally = { -readonly [K in keyof Omit<WritesOfAct, 'act'>]: number }

/** When something was acknowledged, in terms of the play. */
export interface PlayTimes {
  act(atMs: number): ActName
  /** Whether the declared way back gives up what was acknowledged then. */
  givenUp(atMs: number): boolean
}

/**
 * Looks the writes of one ledger up, batch by batch, as they are read from the run's file. What it keeps grows with what
 * is wrong, not with what was written.
 */
export class LedgerReading {
  readonly #ledger: LedgerDescription
  readonly #open: OpenLedger | null
  readonly #times: PlayTimes
  readonly #troubled = new Map<string, TroubledWrite>()
  readonly #tallies = new Map<ActName, Tally>()
  readonly #compared: number[]
  readonly #unanswered = { writes: 0, there: 0, doubled: new Set<string>() }
  /** Keys whose content is that of a write without an answer: it was applied, so nothing was changed behind anyone's back. */
  readonly #explained = new Set<string>()
  #batch: RecordedWrite[] = []

  constructor(ledger: LedgerDescription, open: OpenLedger | null, times: PlayTimes) {
    this.#ledger = ledger
    this.#open = open
    this.#times = times
    this.#compared = ledger.content.map(() => 0)
  }

  async add(write: RecordedWrite): Promise<void> {
    this.#batch.push(write)
    if (this.#batch.length >= BATCH) await this.flush()
  }

  async flush(): Promise<void> {
    const batch = this.#batch
    this.#batch = []
    const found = (await this.#open?.find(batch)) ?? []
    for (const [index, write] of batch.entries()) {
      const { times, changed } = found[index] ?? { times: 0, changed: [] }
      if (write.unanswered) this.#weigh(write, times, changed)
      else this.#judge(write, times, changed)
    }
  }

  /** Missing writes that were acknowledged after this time: what is queued for good may still be on its way. */
  missingSince(atMs: number): readonly string[] {
    return this.troubled.filter((write) => write.trouble === 'missing' && write.atMs > atMs).map(({ key }) => key)
  }

  /** Looks missing writes up again, and forgives those that are there by now. */
  async lookAgain(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += BATCH) {
      const batch = keys.slice(from, from + BATCH)
      const found = (await this.#open?.find(batch.map((key) => ({ key })))) ?? []
      for (const [index, key] of batch.entries()) if (found[index]?.times === 1) this.#troubled.delete(key)
    }
  }

  get acknowledged(): number {
    return this.#tallies.values().reduce((sum, { acknowledged }) => sum + acknowledged, 0)
  }

  get unanswered(): { readonly writes: number; readonly there: number; readonly doubled: readonly string[] } {
    // One that was acknowledged after all is told as such.
    const doubled = [...this.#unanswered.doubled].filter((key) => this.#troubled.get(key)?.trouble !== 'doubled')
    return { ...this.#unanswered, doubled }
  }

  get fields(): readonly (ComparedField & { readonly changed: number })[] {
    return this.#ledger.content.map((field, index) => {
      const changed = this.troubled.filter(({ columns }) => columns?.includes(field.column)).length
      return { ...field, compared: this.#compared[index] ?? 0, changed }
    })
  }

  get gone(): readonly string[] {
    return this.#open?.gone ?? []
  }

  /** Kept one by one, in the order in which they were acknowledged. */
  get troubled(): readonly TroubledWrite[] {
    return [...this.#troubled.values()]
  }

  get acts(): readonly WritesOfAct[] {
    const acts = ACT_NAMES.flatMap((act) => {
      const tally = this.#tallies.get(act)
      return tally === undefined ? [] : [{ act, ...tally }]
    })
    return acts.map((tally) => {
      const kept = this.troubled.filter(({ act }) => act === tally.act)
      const count = (trouble: WriteTrouble) => kept.filter((one) => one.trouble === trouble).length
      return {
        ...tally,
        missing: tally.missing + count('missing'),
        doubled: tally.doubled + count('doubled'),
        changed: tally.changed + count('changed'),
        declaredLost: tally.declaredLost + count('declared-lost'),
      }
    })
  }

  #judge(write: RecordedWrite, times: number, changed: readonly number[]): void {
    const act = this.#times.act(write.atMs)
    const tally = this.#tally(act)
    tally.acknowledged++
    if (times === 1) this.#countCompared(write)
    const trouble = this.#troubleOf(write, times, changed)
    if (trouble === null) {
      // A later write to the same key holds: what an earlier one said was overwritten, as it was asked to be.
      this.#troubled.delete(write.key)
      return
    }
    if (this.#troubled.size >= MOST_KEPT && !this.#troubled.has(write.key)) {
      tally[trouble === 'declared-lost' ? 'declaredLost' : trouble]++
      return
    }
    const { key, atMs, endpoint } = write
    const columns = changed.map((position) => this.#ledger.content[position]?.column ?? '')
    const more = { ...(trouble === 'doubled' ? { times } : {}), ...(trouble === 'changed' ? { columns } : {}) }
    this.#troubled.set(key, { key, trouble, act, atMs: Math.round(atMs), endpoint, ...more })
  }

  #troubleOf({ key, atMs }: RecordedWrite, times: number, changed: readonly number[]): WriteTrouble | null {
    if (times > 1) return 'doubled'
    if (times === 1 && (changed.length === 0 || this.#explained.has(key))) return null
    if (this.#times.givenUp(atMs)) return 'declared-lost'
    return times === 0 ? 'missing' : 'changed'
  }

  /** The client does not know, so there is nothing to lose; but not even such a write may be there twice. */
  #weigh({ key, content = [] }: RecordedWrite, times: number, changed: readonly number[]): void {
    this.#unanswered.writes++
    if (times > 0) this.#unanswered.there++
    if (times > 1) this.#unanswered.doubled.add(key)
    if (times !== 1 || changed.length > 0 || content.length === 0) return
    this.#explained.add(key)
    if (this.#troubled.get(key)?.trouble === 'changed') this.#troubled.delete(key)
  }

  #countCompared({ content = [] }: RecordedWrite): void {
    for (const [index, { column }] of this.#ledger.content.entries()) {
      const told = (content[index] ?? UNTOLD) !== UNTOLD
      if (told && this.#open?.gone.includes(column) === false) this.#compared[index] = (this.#compared[index] ?? 0) + 1
    }
  }

  #tally(act: ActName): Tally {
    const known = this.#tallies.get(act)
    if (known !== undefined) return known
    const fresh = { acknowledged: 0, missing: 0, doubled: 0, changed: 0, declaredLost: 0 }
    this.#tallies.set(act, fresh)
    return fresh
  }
}
