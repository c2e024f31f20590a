import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, environmentHash } from './environment.ts'
import type { Night } from './night.ts'

/** A file per environment, a line per night; only nights of one file are ever compared. */
function fileOf(history: string, environment: Environment): string {
  return join(history, `${environmentHash(environment)}.jsonl`)
}

/** Adds a night to the history. */
export function keepNight(history: string, night: Night): void {
  mkdirSync(history, { recursive: true })
  appendFileSync(fileOf(history, night.environment), `${JSON.stringify(night)}\n`)
}

/** The latest run of a rehearsal, whatever its environment was; null where there is none. */
export function latestNight(history: string, rehearsal: string): Night | null {
  const nights = filesOf(history).flatMap((file) => nightsIn(join(history, file)))
  const own = nights.filter(({ environment }) => environment.rehearsal === rehearsal)
  return own.toSorted((one, other) => (one.at < other.at ? 1 : -1))[0] ?? null
}

/** Nights of an equal environment, oldest first; lines that a killed run left in half are passed over. */
export function readNights(history: string, environment: Environment): readonly Night[] {
  return nightsIn(fileOf(history, environment)).toSorted((one, other) => (one.at < other.at ? -1 : 1))
}

function nightsIn(file: string): readonly Night[] {
  return read(file)
    .split('\n')
    .flatMap((line) => parse(line) ?? [])
}

function filesOf(history: string): readonly string[] {
  try {
    return readdirSync(history).filter((file) => file.endsWith('.jsonl'))
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function parse(line: string): Night | null {
  try {
    const night = JSON.parse(line) as Night
    return Array.isArray(night.endpoints) && typeof night.at === 'string' ? night : null
  } catch {
    return null
  }
}
