import { type Script, type ScriptStatement, strength } from './script.ts'

/** What a client was told, and what it had asked. */
export interface Complaint {
  readonly message: string
  readonly sql: string
}

/** What the message names counts more than what the statement happens to name. */
const WEIGHT = { message: 4, sql: 1, strong: 2 }

const NAMES = /"((?:[^"]|"")+)"|[A-Za-z_][\w$]*/g

/** SQL's words and those of the server's messages name nothing. */
const WORDS: ReadonlySet<string> = new Set(
  `select from where update set insert into delete values and or not null limit order by group having as on join left
   inner outer begin commit rollback true false is in for of the a an to with relation column table does exist permission
   denied must type cached plan change result function view schema index already returning at line no such violates
   constraint alter drop add create if cascade only count`.split(/\s+/),
)

/**
 * The statement of the migration that most likely brought about an error: it names what the message names, and it
 * holds a strong lock. The later one of equals; null where none fits better than any other.
 */
export function culpritOf(script: Script, { message, sql }: Complaint): ScriptStatement | null {
  const [said, asked] = [namesIn(message), namesIn(sql)]
  let best: { statement: ScriptStatement; score: number } | null = null
  for (const statement of script) {
    const names = namesIn(statement.sql)
    const strong = statement.locks.some(({ mode, existed }) => existed && strength(mode) >= strength('ShareLock'))
    const alike = WEIGHT.message * shared(said, names) + WEIGHT.sql * shared(asked, names)
    const score = alike === 0 ? 0 : alike + (strong ? WEIGHT.strong : 0)
    if (score > 0 && score >= (best?.score ?? 0)) best = { statement, score }
  }
  return best?.statement ?? (script.length === 1 ? (script[0] ?? null) : null)
}

function shared(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return [...some].filter((name) => others.has(name)).length
}

function namesIn(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(NAMES)].flatMap(([word, quoted]) =>
    quoted === undefined ? [word.toLowerCase()] : quoted.toLowerCase().split(/[^\w$]+/),
  )
  return new Set(names.filter((name) => name !== '' && !WORDS.has(name)))
}
