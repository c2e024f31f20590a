import { isLoopback } from '../database/lone-server.ts'
import { parseDatabaseUrl } from '../database/url.ts'
import { RehearsalError } from '../errors.ts'
import { type Cleaning, clean } from '../staging/leftovers/clean.ts'
import { dropLeftovers, type Leftovers } from './ground/leftovers.ts'

export interface CleanOptions {
  readonly json?: boolean
  /** A server of the operator's on which runs were killed. */
  readonly database?: string
}

/** Removes what interrupted runs left and says what it was; live runs are not touched. Resolves to the exit code. */
export async function cleanCommand({ json = false, database }: CleanOptions = {}): Promise<number> {
  // The programs first, for they would come back to the server.
  const cleaning = await clean()
  const server = database === undefined ? undefined : await cleanServer(database)
  const both = { ...cleaning, ...(server === undefined ? {} : { server }) }
  process.stdout.write(json ? `${JSON.stringify(both, null, 2)}\n` : cleaningText(cleaning, server))
  return 0
}

async function cleanServer(url: string): Promise<Leftovers> {
  const { address } = parseDatabaseUrl(url, process.env)
  if (isLoopback(address.host)) return await dropLeftovers(address)
  throw new RehearsalError(
    'database-refused',
    `expected --database to name a server on loopback, found the host ${address.host}`,
    'fulldress works on no other, so that none of its runs can have left anything there',
  )
}

/** One line for each thing removed, what may be a run's or somebody's, then how many live runs and images were left alone. */
export function cleaningText({ removed: found, live, imagesLeft }: Cleaning, server?: Leftovers): string {
  const onServer = (server?.removed ?? []).map((name) => `removed ${name}`)
  const lines = [...found.map(({ kind, name }) => `removed ${kind.padEnd(9)} ${name}`), ...onServer]
  const doubts = (server?.doubtful ?? []).map((sentence) => `left: ${sentence}`)
  const left =
    live.length === 0
      ? []
      : [`left alone: ${live.length === 1 ? 'a live run' : `${live.length} live runs`} (${live.join(', ')})`]
  const built =
    imagesLeft === 0
      ? []
      : [`left alone: ${imagesLeft} ${imagesLeft === 1 ? 'image' : 'images'} that runs built, which may be in use`]
  const nothing = lines.length === 0 ? ['nothing was left behind'] : []
  return `${[...lines, ...nothing, ...doubts, ...left, ...built].join('\n')}\n`
}
