import type { Examined } from './examined.ts'
import { type Statement, standsInTheWay, subjectOf, tracedIn } from './traced.ts'

/** What something that happened is known by. */
export interface Clue {
  /** Sentences or names in which the migration's own objects occur: `orders.note`, `column "note" does not exist`. */
  readonly texts: readonly string[]
  /** What such a statement says, where its text can be read. */
  readonly wanted?: RegExp
}

/** The statement that most likely did it: its line, or its text, or the migration where nothing was traced. */
export interface Blamed {
  readonly subject: string
  readonly evidence: readonly number[]
}

const WEIGHT = { named: 2, locked: 3, wanted: 4 }

/** SQL's own words, and those of the sentences of our facts, name nothing. */
const WORDS: ReadonlySet<string> = new Set(
  `select from where update set insert into delete values and or not null limit order by group as on join begin commit
   rollback in for of the a an to with relation column table index does exist must type change result function view schema
   alter drop add create if public constraint unique key is has have rows row other its than after single run there only
   two one default primary text integer int bigint count id`.split(/\s+/),
)

/** Finds the statement of the run alone that fits best; the later of equals. */
export function blame({ alone, name }: Examined, { texts, wanted }: Clue): Blamed {
  const statements = tracedIn(alone).flatMap((transaction) => transaction.statements)
  const names = wordsOf(texts.join(' '))
  let best: { readonly statement: Statement; readonly score: number } | undefined
  for (const statement of statements) {
    const score = scoreOf(statement, names, wanted)
    if (score > 0 && score >= (best?.score ?? 0)) best = { statement, score }
  }
  // Whatever it was, the migration did it: then the first statement that could do anything will do.
  const statement =
    best?.statement ??
    statements.find(({ locks }) => locks.some(standsInTheWay)) ??
    statements.find(({ place }) => place)
  return statement === undefined
    ? { subject: name, evidence: [] }
    : { subject: subjectOf(statement), evidence: [statement.seq] }
}

function scoreOf({ statement, locks }: Statement, names: ReadonlySet<string>, wanted: RegExp | undefined): number {
  const named = [...wordsOf(statement)].filter((word) => names.has(word)).length
  const locked = locks.filter(
    (lock) =>
      lock.existed && lock.mode !== 'AccessShareLock' && [...wordsOf(lock.relation)].some((one) => names.has(one)),
  )
  const alike = WEIGHT.named * named + (locked.length > 0 ? WEIGHT.locked : 0)
  if (alike === 0) return 0
  return alike + (wanted?.test(statement) ? WEIGHT.wanted : 0)
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}_$]+/u)
  return new Set(words.filter((word) => word !== '' && !WORDS.has(word) && !/^\d+$/.test(word)))
}
