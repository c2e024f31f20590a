import type { ScriptCatalog } from '../model/script-catalog.ts'
import { bodyStatements } from './body.ts'
import { constantText, everyNode, type Node, nodeAs, nodesAs, wordsOf } from './node.ts'
import { parseStatements } from './parse.ts'
import { readPsql } from './psql.ts'
import { relationOf } from './relation.ts'
import { splitStatements } from './split.ts'

/** A statement of a script, or one in the body of a DO block of it. */
export interface Step {
  readonly tree: Node
  /** Of the script's own statement, without its semicolon. */
  readonly text: string
  readonly line: number
  /** Those of one transaction have the same number. */
  readonly transaction: number
  /** Inside a transaction block, where some statements are refused and locks outlive their statement. */
  readonly inBlock: boolean
  /** It stands in a DO block. */
  readonly nested: boolean
  /** Statements in the bodies of functions that it calls, with those that these call. */
  readonly called: readonly Called[]
}

/** A statement in the body of a called function. */
export interface Called {
  readonly tree: Node
  readonly functionName: string
  /** What the function's own SET clause makes of each setting while it runs: `lock_timeout`. */
  readonly settings: ReadonlyMap<string, string>
}

/** A script as it will run. */
export interface Script {
  readonly steps: readonly Step[]
  /** `lock_timeout` that whoever runs it sets before it, in ms; null for none. */
  readonly lockTimeoutMs: number | null
  /** null where no database was asked. */
  readonly catalog: ScriptCatalog | null
  /** A relation that the script itself makes before that step: nobody uses it yet. */
  isNew(relation: string, before: Step): boolean
}

export interface ScriptOptions {
  readonly text: string
  /** One transaction, unless it controls transactions itself or holds what refuses one; else statement by statement. */
  readonly transaction: boolean
  readonly lockTimeoutMs: number | null
  readonly catalog: ScriptCatalog | null
}

/** Reads a script; null where PostgreSQL's parser refuses it. The parser must be ready. */
export function readScript({ text, transaction, lockTimeoutMs, catalog }: ScriptOptions): Script | null {
  const parsed = parseStatements(readPsql(text).sql)
  if (parsed === null) return null
  const statements = splitStatements(text)
  const whole = transaction && !statements.some((one) => one.refusesTransaction || one.controlsTransaction)
  const functions = new Map(catalog?.functions ?? [])
  const steps: Step[] = []
  let [number, open] = [0, false]
  for (const [at, { kind, node }] of parsed.entries()) {
    const { text: own = '', line = 1 } = statements[at] ?? {}
    const tree = { [kind]: node } as unknown as Node
    const control = statements[at]?.controlsTransaction === true
    // A BEGIN inside a block is a warning, and all it does.
    const begins = control && /BEGIN|START/.test(String(node.kind))
    if (!open && !(whole && at > 0)) number += 1
    if (begins) open = true
    const step = { tree, text: own, line, transaction: number, inBlock: whole || open, nested: false }
    define(functions, tree, own)
    steps.push({ ...step, called: calledBy(tree, functions, 0) })
    for (const inner of nodeAs(tree, 'DoStmt') === null ? [] : bodyStatements(own, tree)) {
      const called = calledBy(inner.tree, functions, 0)
      steps.push({ ...step, tree: inner.tree, line: line + inner.line, inBlock: true, nested: true, called })
    }
    if (control && !begins) open = nodeAs(tree, 'TransactionStmt')?.chain === true
    // AND CHAIN begins the next one without a BEGIN.
    if (control && !begins && open) number += 1
  }
  return {
    steps,
    lockTimeoutMs,
    catalog,
    isNew: (relation, before) => madeBefore(steps, before, catalog).has(relation),
  }
}

/** A function of the script stands for itself, whatever the database has under its name. */
function define(functions: Map<string, readonly string[]>, tree: Node, text: string): void {
  const name = wordsOf(nodeAs(tree, 'CreateFunctionStmt')?.funcname).at(-1)
  if (name !== undefined) functions.set(name, [text])
}

/** Functions call each other; this deep their bodies are looked into. */
const DEEP = 4

function calledBy(tree: Node, functions: ReadonlyMap<string, readonly string[]>, depth: number): readonly Called[] {
  if (depth >= DEEP || nodeAs(tree, 'CreateFunctionStmt') !== null) return []
  const calls = [
    ...everyNode(tree, 'FuncCall'),
    ...everyNode(tree, 'CallStmt').flatMap(({ funccall }) => funccall ?? []),
  ]
  const names = new Set(calls.map(({ funcname }) => wordsOf(funcname).at(-1) ?? ''))
  return [...names].flatMap((functionName) =>
    (functions.get(functionName) ?? []).flatMap((definition) => {
      const [parsed] = parseStatements(definition) ?? []
      if (parsed === undefined) return []
      const whole = { [parsed.kind]: parsed.node } as unknown as Node
      const settings = settingsOf(whole)
      return bodyStatements(definition, whole).flatMap((inner) => [
        { tree: inner.tree, functionName, settings },
        ...calledBy(inner.tree, functions, depth + 1),
      ])
    }),
  )
}

function settingsOf(definition: Node): ReadonlyMap<string, string> {
  const options = nodesAs(nodeAs(definition, 'CreateFunctionStmt')?.options, 'DefElem')
  return new Map(
    options.flatMap(({ arg }) => {
      const set = nodeAs(arg, 'VariableSetStmt')
      const text = constantText(set?.args?.[0])
      return set?.name === undefined || text === null ? [] : [[set.name, text] as const]
    }),
  )
}

function madeBefore(steps: readonly Step[], before: Step, catalog: ScriptCatalog | null): ReadonlySet<string> {
  const made = new Set<string>()
  for (const { tree } of steps.slice(0, steps.indexOf(before))) {
    const create = nodeAs(tree, 'CreateStmt')
    const view = nodeAs(tree, 'CreateTableAsStmt')
    const index = nodeAs(tree, 'IndexStmt')
    const relation =
      relationOf(create?.relation) ??
      relationOf(view?.into?.rel) ??
      relationOf(nodeAs(tree, 'SelectStmt')?.intoClause?.rel)
    // IF NOT EXISTS makes nothing where the relation is.
    const kept =
      (create?.if_not_exists ?? view?.if_not_exists) === true && catalog?.relations.has(relation ?? '') === true
    if (relation !== null && !kept) made.add(relation)
    if (index?.idxname !== undefined) made.add(relationOf({ ...index.relation, relname: index.idxname }) ?? '')
    const rename = nodeAs(tree, 'RenameStmt')
    const was = relationOf(rename?.relation)
    if (rename?.renameType === 'OBJECT_TABLE' && was !== null) {
      const is = relationOf({ ...rename.relation, relname: rename.newname ?? '' }) ?? ''
      if (made.delete(was)) made.add(is)
      else made.delete(is)
    }
  }
  return made
}
