import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { identifier } from '../database/naming.ts'
import { connect, type Session } from '../database/session.ts'
import { sqlstateOf } from '../database/sqlstate.ts'
import { describe, RehearsalError } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type DumpPart, dumpParts } from '../sql/dump.ts'
import { readPsql, type Undone } from '../sql/psql.ts'

export interface BaseOptions {
  readonly address: DatabaseAddress
  /** SQL, as psql reads it: a dump with COPY … FROM stdin is welcome, and so is one that is gzipped. */
  readonly file: string
  /** Makes roles that the file names and the server lacks, without a right to log in. Only for a server of our own. */
  readonly makeRoles: boolean
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** psql's own commands that change nothing for the server. */
const HARMLESS = /^\\(?:set|unset|echo|qecho|warn|pset|timing|encoding|restrict|unrestrict|t|x|a)\b/
const NO_SUCH_ROLE = '42704'

/** Applies a file that may be large, statement by statement; rejects with file and line where the server refuses one. */
export async function applyBase(options: BaseOptions): Promise<void> {
  await using session = await connect(options.address, 'fulldress')
  // Between two statements there is a look at the signal; one that takes long must not be waited for.
  const leave = () => void session[Symbol.asyncDispose]()
  options.signal.addEventListener('abort', leave)
  using _listener = { [Symbol.dispose]: () => options.signal.removeEventListener('abort', leave) }
  for await (const part of dumpParts(await linesOf(options.file))) {
    options.signal.throwIfAborted()
    await perform(session, part, options)
  }
}

async function perform(session: Session, part: DumpPart, options: BaseOptions): Promise<void> {
  try {
    if (part.kind === 'copy') await session.copyIn(part.text, part.rows)
    else if (part.kind === 'statement') await performStatement(session, part.text, options)
    else if (!HARMLESS.test(part.text)) throw new Error(`expected SQL, found psql's ${part.text}`)
  } catch (error) {
    options.signal.throwIfAborted()
    const own = psqlsOwn(part)
    const line = part.line + (own?.line ?? 1) - 1
    const why = own === null ? describe(error) : `expected SQL, found psql's ${own.text}`
    throw new RehearsalError(
      'seed-failed',
      `expected to apply ${options.file}, stopped at ${options.file}:${line}: ${why}`,
      hintFor(own === null ? part.kind : 'psql', error),
      error,
    )
  }
}

/** What only psql understands in a statement that the server refused. */
function psqlsOwn({ kind, text }: DumpPart): Undone | null {
  if (kind !== 'statement') return null
  const { command, unset } = readPsql(text)
  return command ?? unset
}

/** Dumps give things to roles of a server that is not here; who owns a table changes no lock. */
async function performStatement(session: Session, text: string, options: BaseOptions): Promise<void> {
  for (let missing = ''; ; ) {
    try {
      return await session.run(text)
    } catch (error) {
      const role =
        sqlstateOf(error) === NO_SUCH_ROLE ? /^role "(.+)" does not exist$/.exec(describe(error))?.[1] : undefined
      if (role === undefined || role === missing || !options.makeRoles || session.inTransaction()) throw error
      options.progress(`making the role ${role}, which ${options.file} names`)
      await session.run(`CREATE ROLE ${identifier(role)}`)
      missing = role
    }
  }
}

function hintFor(kind: DumpPart['kind'], error: unknown): string {
  if (kind === 'psql') return 'write a file without it: `pg_dump --no-owner -f base.sql` makes one'
  if (/extension/.test(describe(error)))
    return 'the scratch server has PostgreSQL’s own extensions only: name a server that has it with --database, or --runtime containers'
  return 'the file must apply to an empty database as psql -v ON_ERROR_STOP=1 would do it'
}

async function linesOf(file: string): Promise<AsyncIterable<string>> {
  const head = await headOf(file)
  if (head.toString('latin1', 0, 5) === 'PGDMP') {
    throw new RehearsalError(
      'seed-failed',
      `expected SQL in ${file}, found an archive of pg_dump`,
      `make SQL of it: pg_restore --no-owner -f base.sql ${file}`,
    )
  }
  const raw = createReadStream(file)
  const gzipped = head[0] === 0x1f && head[1] === 0x8b
  const input: Readable = gzipped ? raw.compose(createGunzip()) : raw
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

async function headOf(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw new RehearsalError(
      'file-missing',
      `expected a file of SQL at ${file}, found none (${describe(error)})`,
      'name a file with --base that is there and readable',
      error,
    )
  }
}
