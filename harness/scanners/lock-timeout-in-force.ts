import { constantText, everyNode, type Node, nodeAs, wordsOf } from '../sql/node.ts'
import type { Called, Script, Step } from '../sql/script.ts'

const SETTING = 'lock_timeout'
const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** `lock_timeout` as the server reads it, in ms; 0 is none. null for what it would refuse. */
function milliseconds(text: string): number | null {
  const [, digits, unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)?\s*$/.exec(text) ?? []
  const factor = UNITS[unit]
  return digits === undefined || factor === undefined ? null : Number(digits) * factor
}

/** `lock_timeout` when the step begins, as far as the script says, in ms; 0 for none. */
export function lockTimeoutBefore({ steps, lockTimeoutMs }: Script, before: Step): number {
  const usual = lockTimeoutMs ?? 0
  let session = usual
  let local: { readonly ms: number; readonly transaction: number } | null = null
  for (const { tree, called, transaction, inBlock } of steps.slice(0, steps.indexOf(before))) {
    for (const change of [tree, ...called.map((one) => one.tree)].flatMap(changesIn)) {
      const ms = change.ms ?? usual
      // Outside a transaction block SET LOCAL ends with its own statement.
      if (!change.local) [session, local] = [ms, null]
      else if (inBlock) local = { ms, transaction }
    }
  }
  return local !== null && before.inBlock && local.transaction === before.transaction ? local.ms : session
}

/** `lock_timeout` under which a statement in the body of a called function runs, in ms; 0 for none. */
export function lockTimeoutInside(script: Script, step: Step, called: Called): number {
  const own = called.settings.get(SETTING)
  let limit = own === undefined ? lockTimeoutBefore(script, step) : (milliseconds(own) ?? 0)
  for (const { tree } of step.called.slice(0, step.called.indexOf(called))) {
    for (const { ms } of changesIn(tree)) limit = ms ?? script.lockTimeoutMs ?? 0
  }
  return limit
}

interface Change {
  /** null: back to what it was when the session began. */
  readonly ms: number | null
  readonly local: boolean
}

function changesIn(tree: Node): readonly Change[] {
  const set = nodeAs(tree, 'VariableSetStmt')
  if (set !== null) {
    if (set.kind === 'VAR_RESET_ALL') return [{ ms: null, local: false }]
    if (set.name !== SETTING) return []
    const text = set.kind === 'VAR_SET_VALUE' ? constantText(set.args?.[0]) : null
    return [{ ms: text === null ? null : milliseconds(text), local: set.is_local === true }]
  }
  if (nodeAs(tree, 'DiscardStmt')?.target === 'DISCARD_ALL') return [{ ms: null, local: false }]
  return everyNode(tree, 'FuncCall').flatMap(({ funcname, args = [] }) => {
    // A name that is not written down may be this one's.
    if (wordsOf(funcname).at(-1) !== 'set_config' || (constantText(args[0]) ?? SETTING) !== SETTING) return []
    const local = nodeAs(args[2], 'A_Const')?.boolval?.boolval === true
    return [{ ms: milliseconds(constantText(args[1]) ?? ''), local }]
  })
}
