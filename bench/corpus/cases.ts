import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const CORPUS = import.meta.dirname

/** One migration of the corpus. */
export interface Case {
  readonly name: string
  /** Absolute. */
  readonly file: string
  readonly migration: string
  /** The common base, and what this case adds to it. */
  readonly base: string
  /** Nothing where the common base is all. */
  readonly ownBase: string
  readonly traffic: string
}

/** All of them in order, or those whose names begin with one of the given words. */
export function readCases(wanted: readonly string[] = []): readonly Case[] {
  const [base, traffic] = [readText('base.sql'), readText('traffic.sql')]
  return readdirSync(CORPUS)
    .filter((name) => existsSync(join(CORPUS, name, 'migration.sql')))
    .filter((name) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))
    .sort()
    .map((name) => {
      const [ownBase, ownTraffic] = [readText(name, 'base.sql'), readText(name, 'traffic.sql')]
      const file = join(CORPUS, name, 'migration.sql')
      const migration = readFileSync(file, 'utf8')
      return { name, file, migration, base: base + ownBase, ownBase, traffic: traffic + ownTraffic }
    })
}

function readText(...path: readonly string[]): string {
  const file = join(CORPUS, ...path)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
