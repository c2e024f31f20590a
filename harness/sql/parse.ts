import { loadModule, parseSync } from 'libpg-query'

/** A statement as the parser's tree has it: the kind (`IndexStmt`) and its fields. */
export interface ParsedStatement {
  readonly kind: string
  readonly node: Readonly<Record<string, unknown>>
  /** Offsets in bytes of UTF-8, as PostgreSQL counts; length 0 means up to the end. */
  readonly from: number
  readonly length: number
}

interface Parsed {
  readonly stmts?: readonly {
    readonly stmt?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly stmt_location?: number
    readonly stmt_len?: number
  }[]
}

/** Loads PostgreSQL's own parser (WebAssembly); once, before anything in this room is called. */
export async function readyParser(): Promise<void> {
  await loadModule()
}

/** null where PostgreSQL's parser refuses the text. */
export function parseStatements(text: string): readonly ParsedStatement[] | null {
  try {
    // The package types every node; only the kind and a few fields matter here.
    const { stmts = [] } = parseSync(text) as unknown as Parsed
    return stmts.map(({ stmt = {}, stmt_location = 0, stmt_len = 0 }) => {
      const [kind = '', node = {}] = Object.entries(stmt)[0] ?? []
      return { kind, node, from: stmt_location, length: stmt_len }
    })
  } catch {
    return null
  }
}
