import { connect, type Session } from '../../database/session.ts'
import { describe, RehearsalError } from '../../errors.ts'
import type { DatabaseAddress } from '../../model/stage.ts'

/** Runs a shell script where the data directory is; rejects with what it printed unless it exits with 0. */
export type Shell = (script: string, args: readonly string[]) => Promise<void>

const HINT = 'give the way back commands of its own: `snapshot` and `restore`'

/** A relation that is dropped meanwhile, or a temporary file, may vanish under cp; the log brings it to what it was. */
const COPY = `
set -eu
export LC_ALL=C
data=$1 snapshot=$2
own() { [ "$(id -u)" -ne 0 ] || chown "$(stat -c %u:%g "$data")" "$@"; }
copy() {
  said=$(cp -a "$1" "$2" 2>&1) && return 0
  rest=$(printf '%s\\n' "$said" | grep -v 'No such file or directory') || return 0
  printf '%s\\n' "$rest" >&2
  exit 1
}
`

/** Everything but the log and what names the server that runs. */
const TAKE = `${COPY}
rm -rf "$snapshot"
mkdir -m 700 "$snapshot" "$snapshot/pg_wal"
own "$snapshot" "$snapshot/pg_wal"
for path in "$data"/*; do
  case \${path##*/} in
    postmaster.pid | postmaster.opts | pg_wal) ;;
    *) copy "$path" "$snapshot/" ;;
  esac
done
`

/** The label tells recovery where to begin; the files of the log that it needs follow. */
const FINISH = `${COPY}
printf '%s' "$3" >"$snapshot/backup_label"
own "$snapshot/backup_label"
shift 3
for name in "$@"; do cp -a "$data/pg_wal/$name" "$snapshot/pg_wal/"; done
`

/** What the snapshot does not hold must not survive: the directory is emptied first. */
export const PUT_BACK = `
set -eu
[ -s "$1/PG_VERSION" ] || { echo "no data directory is seen at $1: it must lie in a volume of the image" >&2; exit 1; }
[ -s "$2/PG_VERSION" ] || { echo "no snapshot is seen at $2" >&2; exit 1; }
rm -rf "$1"/* "$1"/.[!.]*
cp -a "$2/." "$1/"
`

/**
 * Copies the data directory of a running server as PostgreSQL's documentation has it, and resolves to a moment (epoch
 * ms): whatever was committed before it is in the copy. https://www.postgresql.org/docs/current/continuous-archiving.html
 */
export async function takeBaseBackup(address: DatabaseAddress, shell: Shell, snapshot: string): Promise<number> {
  try {
    await using session = await connect(address, 'fulldress-snapshot')
    const data = await dataDirectory(session)
    // Without a slot a checkpoint may recycle the log that the copy needs; a temporary one goes with the session.
    await session.query("SELECT pg_create_physical_replication_slot('fulldress_snapshot', true, true)")
    const [start] = await session.query<{ lsn: string }>(
      "SELECT pg_backup_start('fulldress', fast => true)::text AS lsn",
    )
    await shell(TAKE, [data, snapshot])
    const takenAt = Date.now()
    const [end] = await session.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    )
    await shell(FINISH, [data, snapshot, end?.labelfile ?? '', ...(await logFiles(session, start?.lsn ?? '0/0'))])
    return takenAt
  } catch (error) {
    if (error instanceof RehearsalError) throw error
    throw new RehearsalError(
      'snapshot-failed',
      `expected a base backup of the database just before the upgrade, found: ${describe(error)}`,
      `wal_level must be replica or logical and max_replication_slots above 0; or ${HINT}`,
      error,
    )
  }
}

/** Where the server keeps its data, in its own eyes. Tablespaces lie elsewhere, and no copy of ours would hold them. */
export async function dataDirectory(session: Session): Promise<string> {
  const [server] = await session.query<{ data: string; tablespaces: number }>(
    "SELECT current_setting('data_directory') AS data, (SELECT count(*) FROM pg_tablespace) AS tablespaces",
  )
  if (server !== undefined && server.tablespaces <= 2) return server.data
  throw new RehearsalError('snapshot-failed', 'expected no tablespace besides PostgreSQL’s own, found others', HINT)
}

async function logFiles(session: Session, fromLsn: string): Promise<readonly string[]> {
  const files = await session.query<{ name: string }>(
    `SELECT name FROM pg_ls_waldir()
     WHERE name ~ '^[0-9A-F]{24}$' AND name BETWEEN pg_walfile_name($1) AND pg_walfile_name(pg_current_wal_lsn())
        OR name LIKE '%.history' ORDER BY name`,
    [fromLsn],
  )
  return files.map(({ name }) => name)
}
