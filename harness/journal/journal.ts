import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import type { Entry, Fact } from '../model/evidence.ts'
import { readJournal } from './read.ts'

/** An append-only file of JSON lines. Every record is on its way to the disk when `record` returns. */
export class Journal implements Disposable {
  readonly file: string
  readonly #descriptor: number
  readonly #listeners: ((entry: Entry) => void)[] = []
  readonly #now: () => Date
  #seq = 0

  constructor(file: string, now: () => Date = () => new Date()) {
    this.file = file
    this.#now = now
    this.#descriptor = openSync(file, 'ax')
  }

  record(fact: Fact): Entry {
    const entry: Entry = { seq: ++this.#seq, at: this.#now().toISOString(), ...fact }
    writeSync(this.#descriptor, `${JSON.stringify(entry)}\n`)
    for (const listener of this.#listeners) listener(entry)
    return entry
  }

  /** Calls the listener for each entry recorded from now on; the terminal lives on this. */
  listen(listener: (entry: Entry) => void): void {
    this.#listeners.push(listener)
  }

  read(): readonly Entry[] {
    return readJournal(this.file).entries
  }

  [Symbol.dispose](): void {
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
  }
}
