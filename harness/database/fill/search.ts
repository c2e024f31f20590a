import { identifier } from '../naming.ts'
import type { Session } from '../session.ts'
import type { Material } from './choice.ts'
import { joinPool } from './pool.ts'

/** SQL for the value of each column. */
export type Choice = ReadonlyMap<string, string>

/** What rows must satisfy: a condition on each, or a key in which they differ. */
interface Rule {
  readonly columns: readonly string[]
  /** The share of rows that do, as an aggregate. */
  readonly share: string
  /** Keeps those that do; null where that is not told row by row. */
  readonly filter: string | null
}

/** What the search came to: values, and what they still have to be sifted by. */
export interface Found {
  readonly choice: Choice
  readonly filters: readonly string[]
}

const SAMPLED = 150
/** A pair of columns has many pairs of values, each of which is asked about. */
const MOST_PAIRS = 600

/** SQL of new rows, numbered from `first` to `last`. */
export function rowsSql(material: Material, choice: Choice, { first, last, step }: Span): string {
  const { pattern, pools, numbering, i, have } = material
  const values = [...choice].map(([column, sql]) => `${sql} AS ${identifier(column)}`)
  const joins = pools
    .filter(({ rows }) => rows > 0)
    .map((pool) => joinPool(pool, pools, numbering.numbers.get(pool.alias) ?? (pool.single ? `${i} - ${have}` : i)))
  const all = [...(pattern === null ? [] : [pattern.join]), ...joins]
  return `SELECT ${values.join(', ')} FROM generate_series(${first}::int8, ${last}::int8, ${step}::int8) AS g(i) ${all.join(' ')}`
}

export interface Span {
  readonly first: number
  readonly last: number
  readonly step: number
}

/** Finds values for every column that satisfy what the table asks of its rows, by trying them on the server. */
export async function search(
  session: Session,
  material: Material,
  options: ReadonlyMap<string, readonly string[]>,
): Promise<Found> {
  const { table } = material
  const ask = asker(session, material)
  let choice: Choice = await valid(ask, options)
  const rules = rulesOf(material)
  const filters: string[] = []
  for (const rule of rules) {
    const best = await satisfy({ ask, options, rules }, rule, choice)
    choice = best.choice
    if (best.share < 1 && rule.filter !== null) filters.push(rule.filter)
  }
  const referring = new Set(material.pools.flatMap(({ foreignKey }) => foreignKey.columns))
  const present = table.columns.filter(({ name, notNull }) => notNull && referring.has(name))
  return { choice, filters: [...filters, ...present.map(({ name }) => `${identifier(name)} IS NOT NULL`)] }
}

type Ask = (share: string, choice: Choice, contiguous: boolean) => Promise<number>

/** -1 where the values themselves are an error. */
function asker(session: Session, material: Material): Ask {
  const { have, rows } = material
  const stride = Math.max(1, Math.floor((rows - have) / SAMPLED)) | 1
  return async (share, choice, contiguous) => {
    const span = contiguous
      ? { first: have + 1, last: have + SAMPLED, step: 1 }
      : { first: have + 1, last: Math.max(rows, have + 1), step: stride }
    await session.run('SAVEPOINT asked')
    try {
      const [row] = await session.query<{ share: number | null }>(
        `SELECT (${share})::float8 AS share FROM (${rowsSql(material, choice, span)} OFFSET 0) AS made`,
      )
      await session.run('RELEASE SAVEPOINT asked')
      return row?.share ?? 1
    } catch {
      await session.run('ROLLBACK TO SAVEPOINT asked')
      return -1
    }
  }
}

function rulesOf({ table }: Material): readonly Rule[] {
  const listed = (columns: readonly string[]) => columns.map(identifier).join(', ')
  return [
    ...table.expressions.map(({ sql, columns }) => ({
      columns,
      share: `count((${sql})::text) * 0 + 1`,
      filter: null,
    })),
    ...table.conditions.map(({ sql, columns }) => ({
      columns,
      share: `avg(CASE WHEN (${sql}) IS NOT FALSE THEN 1 ELSE 0 END)`,
      filter: `(${sql}) IS NOT FALSE`,
    })),
    ...table.uniques.map(({ columns }) => {
      const whole = columns.map((column) => `${identifier(column)} IS NOT NULL`).join(' AND ') || 'true'
      const [all, each] = [
        `count(*) FILTER (WHERE ${whole})`,
        `count(DISTINCT ROW(${listed(columns)})::text) FILTER (WHERE ${whole})`,
      ]
      return { columns, share: `CASE ${all} WHEN 0 THEN 1 ELSE ${each}::float8 / ${all} END`, filter: null }
    }),
  ]
}

/** The first option of each column that is no error by itself. */
async function valid(ask: Ask, options: ReadonlyMap<string, readonly string[]>): Promise<Choice> {
  const first = new Map([...options].map(([column, [likeliest = 'NULL']]) => [column, likeliest]))
  if ((await ask('1', first, false)) === 1 && (await evaluates(ask, first))) return first
  for (const [column, all] of options) {
    for (const sql of all) {
      if (!(await evaluates(ask, new Map([[column, sql]])))) continue
      first.set(column, sql)
      break
    }
  }
  return first
}

/** Values that nobody reads are not computed. */
async function evaluates(ask: Ask, choice: Choice): Promise<boolean> {
  const columns = [...choice.keys()].map((column) => `${identifier(column)}::text`)
  return (await ask(`count(concat(${columns.join(', ')})) * 0 + 1`, choice, false)) === 1
}

interface Searching {
  readonly ask: Ask
  readonly options: ReadonlyMap<string, readonly string[]>
  readonly rules: readonly Rule[]
}

interface Best {
  readonly choice: Choice
  readonly share: number
}

/** Changes one column, else two, until the rule holds and no other that held is broken. */
async function satisfy(searching: Searching, rule: Rule, choice: Choice): Promise<Best> {
  const { ask, options } = searching
  const measured = (trial: Choice) => ask(rule.share, trial, rule.filter === null)
  let best: Best = { choice, share: await measured(choice) }
  const attempt = async (changed: ReadonlyMap<string, string>) => {
    const trial = new Map([...choice, ...changed])
    const share = await measured(trial)
    if (share > best.share && (await harmless(searching, rule, { was: choice, trial, changed: [...changed.keys()] })))
      best = { choice: trial, share }
  }
  for (const column of rule.columns) {
    for (const sql of options.get(column) ?? []) {
      if (best.share === 1) return best
      await attempt(new Map([[column, sql]]))
    }
  }
  const pairs = pairsOf(rule.columns, options)
  for (const pair of pairs.slice(0, MOST_PAIRS)) {
    if (best.share === 1) return best
    await attempt(pair)
  }
  return best
}

function pairsOf(columns: readonly string[], options: Searching['options']): readonly ReadonlyMap<string, string>[] {
  return columns.flatMap((one, at) =>
    columns.slice(at + 1).flatMap((other) =>
      (options.get(one) ?? []).flatMap((sql) =>
        (options.get(other) ?? []).map(
          (with_) =>
            new Map([
              [one, sql],
              [other, with_],
            ]),
        ),
      ),
    ),
  )
}

async function harmless(
  { ask, rules }: Searching,
  rule: Rule,
  { was, trial, changed }: { readonly was: Choice; readonly trial: Choice; readonly changed: readonly string[] },
): Promise<boolean> {
  for (const other of rules) {
    if (other === rule || !other.columns.some((column) => changed.includes(column))) continue
    const contiguous = other.filter === null
    if ((await ask(other.share, trial, contiguous)) < (await ask(other.share, was, contiguous))) return false
  }
  return true
}
