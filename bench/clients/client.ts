/** A lock that the trace must show. */
export interface Expectation {
  readonly statement: RegExp
  /** `parcels AccessExclusiveLock`; null where the statement must be there, whatever it locks. */
  readonly lock: string | null
}

/** A client library or migration tool, as its users have it: installed from its registry, and run by a program of its own. */
export interface Client {
  /** Also the folder with its program, which is copied into the installation. */
  readonly name: string
  /** Exact; another release is another installation. */
  readonly releases: readonly string[]
  /** Runs in the folder of the installation. */
  readonly install: (folder: string) => Promise<void>
  /** What does the job, one after another, in the folder of the installation. A leading `!` says that it must fail. */
  readonly commands: readonly (readonly string[])[]
  /** The paths of what commands need beside PATH. */
  readonly env?: (folder: string) => Readonly<Record<string, string>>
  readonly expects: readonly Expectation[]
  /** Statements that cannot be traced exactly, by the nature of the protocol. */
  readonly sampled: RegExp
}

/** What every client does, each in its own spelling. */
export const USUAL: readonly Expectation[] = [
  { statement: /^\s*CREATE TABLE\s+"?parcels/i, lock: null },
  { statement: /^\s*ALTER TABLE\s+"?parcels"?\s+ADD\s+(COLUMN\s+)?"?weight/i, lock: 'parcels AccessExclusiveLock' },
  { statement: /^\s*INSERT INTO\s+"?parcels/i, lock: 'parcels RowExclusiveLock' },
  { statement: /^\s*CREATE INDEX "?parcels_weight/i, lock: 'parcels ShareLock' },
  { statement: /^\s*ALTER TABLE parcels ADD COLUMN route_id/i, lock: 'parcels AccessExclusiveLock' },
]

export const COPYING = /^\s*COPY\s/i
/** They refuse transaction blocks. */
export const CONCURRENTLY = /^\s*(CREATE|DROP) INDEX CONCURRENTLY/i
