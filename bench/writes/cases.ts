import type { WriteTrouble } from '../../harness/model/facts-of-writes.ts'
import type { WritesRehearsal } from './rehearsal.ts'

/** A service or an upgrade that is spoilt in one way, or its good twin, and what must be found. */
export interface WritesCase {
  readonly name: string
  readonly spoil: (rehearsal: WritesRehearsal) => void
  /** The one finding that blocks; null for a good twin. */
  readonly blocker: string | null
  /** What became of each write that the audit lists. */
  readonly trouble: WriteTrouble | null
}

const UP = '    - migrate: { files: migrations, lockTimeout: 1s, retries: 5 }\n'
const DOWN = '    - migrate: { files: migrations, direction: down, lockTimeout: 1s, retries: 5 }\n'

/** The service alone is upgraded, which leaves nothing for the probes to try. */
function withoutMigrations({ edit }: WritesRehearsal): void {
  edit(UP, '')
  edit(DOWN, '')
}

function version2({ edit }: WritesRehearsal, environment: string): void {
  edit('"2": { environment: { LENGTH: "20" } }', `"2": { environment: { ${environment} } }`)
}

/** The upgrade takes longer notes; the way back cuts them short, unless there are none by then. */
function widened({ write }: WritesRehearsal): void {
  write('migrations/001_kind.up.sql', 'ALTER TABLE notes ALTER COLUMN body TYPE text;\n')
  write('migrations/001_kind.down.sql', 'ALTER TABLE notes ALTER COLUMN body TYPE varchar(20) USING left(body, 20);\n')
}

const GOOD = { blocker: null, trouble: null }

export const CLEAN: WritesCase = { name: 'clean', spoil: () => undefined, ...GOOD }

export const WRITES_CASES: readonly WritesCase[] = [
  {
    name: 'answers before it commits',
    spoil: (rehearsal) => {
      withoutMigrations(rehearsal)
      rehearsal.edit('environment: { DATABASE_URL:', 'environment: { ACKNOWLEDGE: early, DATABASE_URL:')
    },
    blocker: 'acknowledged-writes-kept notes',
    trouble: 'missing',
  },
  {
    name: 'takes a second attempt for another note',
    spoil: (rehearsal) => {
      withoutMigrations(rehearsal)
      version2(rehearsal, 'LENGTH: "20", ANSWERS: lost, RETRIES: doubled')
    },
    blocker: 'acknowledged-writes-kept notes',
    trouble: 'doubled',
  },
  {
    name: 'knows a second attempt by its reference',
    spoil: (rehearsal) => {
      withoutMigrations(rehearsal)
      version2(rehearsal, 'LENGTH: "20", ANSWERS: lost')
    },
    ...GOOD,
  },
  {
    name: 'cuts on the way back what the upgrade took',
    spoil: (rehearsal) => {
      widened(rehearsal)
      version2(rehearsal, 'LENGTH: "30"')
    },
    blocker: 'acknowledged-writes-kept notes.body',
    trouble: 'changed',
  },
  { name: 'takes nothing longer before the way back is closed', spoil: widened, ...GOOD },
  {
    name: 'leaves notes out of their total',
    spoil: (rehearsal) => {
      withoutMigrations(rehearsal)
      version2(rehearsal, 'LENGTH: "20", TOTALS: forgotten')
    },
    blocker: 'invariant-broken totals',
    trouble: null,
  },
  {
    name: 'restores a snapshot',
    spoil: ({ edit }) => {
      edit('way: down', 'way: restore')
      edit(DOWN, '')
    },
    blocker: null,
    trouble: 'declared-lost',
  },
  {
    name: 'goes back with its code only',
    spoil: ({ edit }) => {
      edit('way: down', 'way: code-only')
      edit(DOWN, '')
    },
    ...GOOD,
  },
]
