import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, CORPUS, readCases } from './cases.ts'
import { timeLines, trafficLines } from './client.ts'
import { psql, rows, type Url, urlOf } from './psql.ts'
import { type Harm, harmsOf, type Seen } from './rule.ts'
import { complaintOf, inCompany, twice } from './situation.ts'
import { readInvalidIndexes, readState } from './state.ts'

/**
 * Labels each migration of the corpus by what one client with psql sees of it: `node label.ts SERVER-URL [CASE…]`,
 * on a PostgreSQL whose role may create databases and whose autovacuum is off. Nothing of fulldress is used here, so
 * that what fulldress says can be held against it.
 */
const [server = '', ...wanted] = process.argv.slice(2)
if (server === '')
  throw new Error('expected the URL of a PostgreSQL server, such as postgresql://app:secret@127.0.0.1/postgres')
const labels = join(CORPUS, 'labels.json')
const prefix = `corpus_${process.pid}`
await make(`${prefix}_base`, 'template1')
await load(`${prefix}_base`, readFileSync(join(CORPUS, 'base.sql'), 'utf8'))
for (const one of readCases(wanted)) {
  const seen = await look(one)
  const harms = harmsOf(one, seen)
  write(one, harms, seen)
  console.log(
    `${harms.length > 0 ? 'dangerous' : 'safe     '}  ${one.name}  ${harms.map(({ why }) => why).join(' | ')}`,
  )
}
await drop(`${prefix}_base`)

/** Sees one migration alone, beside a long reader, beside a writer idle in its transaction, and twice at once. */
async function look(one: Case): Promise<Seen> {
  await rows(server, 'ALTER ROLE CURRENT_USER RESET timezone')
  const sql = one.migration + one.ownBase
  const template = `${prefix}_case`
  await make(template, `${prefix}_base`)
  await load(template, one.ownBase)
  const clones = ['alone', 'reader', 'writer', 'twice'].map((name) => `${template}_${name}`)
  for (const clone of clones) await make(clone, template)
  const [alone, reader, writer, both] = clones.map((name) => urlOf(server, name)) as [Url, Url, Url, Url]
  try {
    const { first, lines } = trafficLines(one.traffic)
    const before = await readState(alone, sql)
    const costBefore = await timeLines(alone, first, lines)
    const aloneSeen = await inCompany(alone, one, 'nobody')
    const costAfter = await timeLines(alone, first, lines)
    const after = await readState(alone, sql)
    const [readerSeen, writerSeen, runners] = await Promise.all([
      inCompany(reader, one, 'reader'),
      inCompany(writer, one, 'writer'),
      twice(both, one),
    ])
    return {
      alone: aloneSeen,
      reader: readerSeen,
      writer: writerSeen,
      costs: lines.map((line, n) => ({ line, beforeMs: costBefore[n] ?? 0, afterMs: costAfter[n] ?? 0 })),
      before,
      after,
      invalidIndexes: (await Promise.all([reader, writer].map(readInvalidIndexes))).flat(),
      twice: { complaints: runners.map((ended) => complaintOf(ended)), after: await readState(both, sql) },
    }
  } finally {
    for (const clone of [...clones, template]) await drop(clone)
  }
}

function write(one: Case, harms: readonly Harm[], { alone, reader, writer, twice }: Seen): void {
  const known = existsSync(labels) ? (JSON.parse(readFileSync(labels, 'utf8')) as Record<string, unknown>) : {}
  known[one.name] = {
    label: harms.length > 0 ? 'dangerous' : 'safe',
    why: harms.map(({ why }) => why),
    figures: { alone, reader, writer, twice: { complaints: twice.complaints } },
  }
  const names = new Set(readCases().map(({ name }) => name))
  const kept = Object.entries(known).filter(([name]) => names.has(name))
  writeFileSync(labels, `${JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`)
}

async function make(name: string, template: string): Promise<void> {
  await rows(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
}

async function drop(name: string): Promise<void> {
  await rows(server, `DROP DATABASE ${name} WITH (FORCE)`)
}

async function load(name: string, sql: string): Promise<void> {
  const { exitCode, complaints } = await psql(urlOf(server, name), [], sql)
  if (exitCode !== 0) throw new Error(`the base of ${name} does not load: ${complaints}`)
}
