import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, environmentHash } from './environment.ts'
import { isNight } from './known-night.ts'
import type { Night } from './night.ts'

/** So many nights are looked at, the newest: what the machine was like a year ago says little about tonight. */
export const MOST_NIGHTS = 100

/** What a history holds of nights. */
export interface Recalled {
  /** The newest, oldest first. */
  readonly nights: readonly Night[]
  /** Lines before those, which nobody looks at. */
  readonly older: number
  /** Lines that are no night, and files that cannot be read; they are passed over. */
  readonly foreign: number
}

/** A file per environment, a line per night; only nights of one file are ever compared. */
function fileOf(history: string, environment: Environment): string {
  return join(history, `${environmentHash(environment)}.jsonl`)
}

/** Adds a night to the history. Throws what the file system does. */
export function keepNight(history: string, night: Night): void {
  mkdirSync(history, { recursive: true })
  const file = fileOf(history, night.environment)
  // A run that was killed while it wrote leaves half a line, which must not swallow this one.
  appendFileSync(file, `${isTorn(file) ? '\n' : ''}${JSON.stringify(night)}\n`)
}

/** The latest run of a rehearsal, whatever its environment was; null where there is none. */
export function latestNight(
  history: string,
  rehearsal: string,
): { readonly night: Night | null; readonly foreign: number } {
  const files = filesOf(history).map((file) => recall(join(history, file)))
  const own = files.flatMap(({ nights }) => nights).filter(({ environment }) => environment.rehearsal === rehearsal)
  return { night: own.toSorted(byTime).at(-1) ?? null, foreign: files.reduce((sum, { foreign }) => sum + foreign, 0) }
}

/** The newest nights of an equal environment, at most {@link MOST_NIGHTS}. */
export function readNights(history: string, environment: Environment): Recalled {
  return recall(fileOf(history, environment))
}

/** Lines are appended as nights end, so that only as many are parsed as are looked at. */
function recall(file: string): Recalled {
  const text = read(file)
  if (text === null) return { nights: [], older: 0, foreign: 1 }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const nights: Night[] = []
  let at = lines.length
  while (at > 0 && nights.length < MOST_NIGHTS) {
    const night = parse(lines[--at] as string)
    if (night !== null) nights.push(night)
  }
  return { nights: nights.sort(byTime), older: at, foreign: lines.length - at - nights.length }
}

function byTime(one: Night, other: Night): number {
  if (one.at === other.at) return 0
  return one.at < other.at ? -1 : 1
}

function filesOf(history: string): readonly string[] {
  try {
    return readdirSync(history).filter((file) => file.endsWith('.jsonl'))
  } catch {
    return []
  }
}

/** Empty where there is no such file; null where it cannot be read. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : null
  }
}

function isTorn(file: string): boolean {
  const handle = openSync(file, 'a+')
  try {
    const { size } = fstatSync(handle)
    const last = Buffer.alloc(1)
    return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last.toString() !== '\n'
  } finally {
    closeSync(handle)
  }
}

function parse(line: string): Night | null {
  try {
    const night: unknown = JSON.parse(line)
    return isNight(night) ? night : null
  } catch {
    return null
  }
}
