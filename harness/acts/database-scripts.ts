import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { simpleCommands } from '../independence/shell-words.ts'
import type { ScriptsProved } from '../model/facts-of-comparison.ts'
import type { Command, Step } from '../model/step.ts'

/** `database`: psql and nothing else, against the database it is given. `rowless`: speaks to no database. */
export type ScriptKind = 'database' | 'rowless' | 'unknown'

const ROWLESS: ReadonlySet<string> = new Set(
  'true : sleep echo printf test cp mv ln mkdir rmdir rm touch chmod chown tar unzip'.split(' '),
)

/** What reaches beyond the database, and so would reach the live copy's server, or more, from a clone as well. */
const BEYOND =
  /\\(?!set\b|echo\b|timing\b|pset\b|(?:el|end)?if\b|else\b|unset\b)|\bprogram\b|dblink|\b(?:create|alter|drop)\s+(?:system|role|user|group|database|tablespace|server)\b|\bpg_(?:terminate|cancel)_backend\b|\breassign\s+owned\b/i

const PLACE = 'fulldress-database'

const text = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const
/** Of psql: those that say neither where to write to nor where the server is. */
const OPTIONS = {
  ...{ command: { ...text, short: 'c' }, file: { ...text, short: 'f' }, dbname: { ...text, short: 'd' } },
  ...{ set: { ...text, short: 'v' }, variable: text, pset: { ...text, short: 'P' }, quiet: { ...flag, short: 'q' } },
  ...{ 'no-psqlrc': { ...flag, short: 'X' }, 'single-transaction': { ...flag, short: '1' } },
  ...{
    'tuples-only': { ...flag, short: 't' },
    'no-align': { ...flag, short: 'A' },
    'no-password': { ...flag, short: 'w' },
  },
  ...{
    'echo-all': { ...flag, short: 'a' },
    'echo-queries': { ...flag, short: 'e' },
    'echo-errors': { ...flag, short: 'b' },
  },
} as const

/** What a command is, as far as its text and that of the SQL files it names tell; whatever is in doubt is `unknown`. */
export async function scriptKind({
  command,
  cwd,
  in: within,
}: Pick<Command, 'command' | 'cwd' | 'in'>): Promise<ScriptKind> {
  const words = plainWords(command)
  const [program, ...args] = words ?? []
  if (program === undefined) return 'unknown'
  if (ROWLESS.has(program)) return 'rowless'
  if (program !== 'psql' || within !== null) return 'unknown'
  const sql = await sqlOf(args, cwd).catch(() => null)
  return sql === null || sql.length === 0 || sql.some((one) => BEYOND.test(one)) ? 'unknown' : 'database'
}

/** The words of one command without redirections, substitutions and variables of the shell; null for anything more. */
function plainWords(command: string): readonly string[] | null {
  const placed = command.trim().replaceAll(/\$\{database\.(?:url|name)\}/g, PLACE)
  const bare = placed.replaceAll(/'[^']*'|"[^"\\`$]*"/g, 'quoted')
  if (/[;|&<>()`$\\\n"'#*?~{}[\]!]/.test(bare)) return null
  return simpleCommands(placed)[0] ?? null
}

/** The texts that psql is given, from arguments and files; null where it is sent elsewhere than to the placeholder. */
async function sqlOf(args: readonly string[], cwd: string): Promise<readonly string[] | null> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  const places = [...positionals, ...(values.dbname ?? [])]
  if (places.some((place) => place !== PLACE)) return null
  const files = (values.file ?? []).map((file) => readFile(resolve(cwd, file), 'utf8'))
  return [...(values.command ?? []), ...(await Promise.all(files))]
}

/**
 * What becomes of steps `run` where rows are proved on a clone. All are performed there, or none: one that is left out
 * may be what another one needs, or what undoes it.
 */
export async function planScripts(upgrade: readonly Step[], down: readonly Step[]): Promise<ScriptsProved> {
  const told = async (steps: readonly Step[]) => {
    const scripts = steps.filter((step) => step.kind === 'run')
    return Promise.all(scripts.map(async ({ label, run }) => ({ label, kind: await scriptKind(run) })))
  }
  const [up, back] = [await told(upgrade), await told(down)]
  const because = [...up, ...back].filter(({ kind }) => kind === 'unknown').map(({ label }) => label)
  const labels = (kinds: readonly ScriptKind[], of = up) =>
    of.filter(({ kind }) => kinds.includes(kind)).map(({ label }) => label)
  if (because.length === 0) return { performed: labels(['database'], [...up, ...back]), unproved: [], because }
  return { performed: [], unproved: labels(['database', 'unknown']), because }
}
