import { setTimeout as sleep } from 'node:timers/promises'
import { openPsql, rows, type Url } from './psql.ts'

/** What one plain client goes through: its longest wait for an answer, and the errors it was given. */
export interface Suffered {
  worstMs: number
  at: string
  errors: string[]
}

export interface Client {
  /** What was suffered since it was last asked. */
  since(): Suffered
  stop(): Promise<void>
}

const PAUSE_MS = 25

/** Statements of the file, each with its own undoing; prepared ones by name. */
export function trafficLines(traffic: string): { readonly first: string; readonly lines: readonly string[] } {
  const first: string[] = []
  const lines: string[] = []
  for (const part of traffic.split(/;[ \t]*\n/)) {
    const text = part.replace(/^\s*--.*$/gm, '').trim()
    if (text === '') continue
    const prepared = /^\s*--\s*prepared\s*$/m.test(part)
    if (prepared) first.push(`PREPARE statement_${first.length + 1} AS ${text};`)
    const statement = prepared ? `EXECUTE statement_${first.length}` : text
    lines.push(`BEGIN;\n${statement.replace(/\n/g, ' ')};\nROLLBACK;`)
  }
  return { first: first.join('\n'), lines }
}

/** A light read of every relation, and of every table a write that is undone. */
export async function tableLines(url: Url): Promise<readonly string[]> {
  const relations = await rows(
    url,
    `SELECT c.relname, c.relkind, quote_ident(a.attname) FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'm') ORDER BY c.relname`,
  )
  return relations.flatMap((row) => {
    const [name, kind, column] = row.split('|')
    const read = `SELECT 1 FROM ${name} LIMIT 1;`
    const write = `UPDATE ${name} SET ${column} = ${column} WHERE ctid = (SELECT ctid FROM ${name} LIMIT 1);`
    return kind === 'r' ? [read, `BEGIN;\n${write}\nROLLBACK;`] : [read]
  })
}

/** Sends the lines over and over, one after the other, from one psql. */
export async function startClient(url: Url, first: string, lines: readonly string[]): Promise<Client> {
  const session = openPsql(url)
  await session.send(first)
  let suffered: Suffered = { worstMs: 0, at: '', errors: [] }
  let going = true
  const loop = (async () => {
    while (going) {
      for (const line of lines) {
        const { tookMs, complaints } = await session.send(line)
        if (tookMs > suffered.worstMs) suffered = { ...suffered, worstMs: tookMs, at: brief(line) }
        const error = /ERROR: {2}.*/.exec(complaints)?.[0]
        if (error !== undefined) suffered.errors.push(`${brief(line)}: ${error}`)
      }
      await sleep(PAUSE_MS)
    }
  })()
  return {
    since() {
      const told = suffered
      suffered = { worstMs: 0, at: '', errors: [] }
      return told
    },
    async stop() {
      going = false
      await loop
      await session.close()
    },
  }
}

/** The least time of several for each line: what the query costs, not what the machine was busy with. */
export async function timeLines(url: Url, first: string, lines: readonly string[]): Promise<readonly number[]> {
  const session = openPsql(url)
  await session.send(first)
  const times: number[] = []
  for (const line of lines) {
    let least = Number.POSITIVE_INFINITY
    for (let n = 0; n < 4; n++) least = Math.min(least, (await session.send(line)).tookMs)
    times.push(least)
  }
  await session.close()
  return times
}

function brief(line: string): string {
  return line.replace(/^BEGIN;\n|;?\nROLLBACK;$/g, '')
}
