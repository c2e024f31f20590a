import { createHash } from 'node:crypto'
import { type Entry, entriesOf } from '../model/evidence.ts'

/** What must be equal for two runs to be compared: versions, settings, data size, machine and load, by name. */
export type Environment = Readonly<Record<string, string>>

/** Reads a run's environment from its journal; null without its first entry. */
export function environmentOf(entries: readonly Entry[]): Environment | null {
  const [started] = entriesOf(entries, 'rehearsal.started')
  if (started === undefined) return null
  const { host } = started
  const database = entriesOf(entries, 'stage.database')[0]
  const traffic = entriesOf(entries, 'traffic.started').at(-1)
  const rows = entriesOf(entries, 'seed.table').reduce((sum, table) => sum + table.rows, 0)
  const scenarios = traffic?.scenarios.map(({ name, ratePerSecond }) => `${name} ${ratePerSecond ?? 'closed loop'}`)
  return {
    rehearsal: started.rehearsal,
    runtime: started.runtime,
    machine: `${host.platform}, ${host.cpus} cores, ${Math.round(host.memoryBytes / 2 ** 30)} GiB`,
    node: host.node,
    postgres: database?.version ?? 'none',
    settings: Object.entries(database?.settings ?? {})
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    // Seeding may draw its rows, so that two nights differ by a few.
    rows: rows === 0 ? '0' : String(Number(rows.toPrecision(2))),
    k6: traffic?.k6 ?? 'none',
    traffic: scenarios?.join(', ') ?? 'none',
    acts: `${started.actTimeMs} ms in blocks of ${started.blockMs} ms`,
  }
}

/** Twelve hexadecimal digits that equal environments share. */
export function environmentHash(environment: Environment): string {
  const sorted = Object.entries(environment).sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 12)
}

/** What differs between two environments, a clause each: `postgres 17.6 and 18.1`. */
export function differencesOf(one: Environment, other: Environment): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name} ${one[name] ?? 'not known'} and ${other[name] ?? 'not known'}`)
}
