import { spellLockMode } from '../model/lock-mode.ts'
import { nodeAs } from '../sql/node.ts'
import type { Script, Step } from '../sql/script.ts'
import { strongLocksOf } from './locked-before.ts'
import type { Found, Scanner } from './scanner.ts'

export const lockInCalledFunction: Scanner = {
  id: 'lock-in-called-function',
  summary: 'A lock that a called function or a DO block takes, out of sight of whoever reads the migration.',
  problem:
    'A function that is called, or the body of a DO block, may lock tables as strongly as any statement; whoever reads the migration does not see it, and the lock is held until the caller’s transaction ends.',
  remedy:
    'Write the statement that locks into the migration itself, under lock_timeout, in a short transaction of its own.',
  severity: 'concern',
  bad: `CREATE FUNCTION add_note() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'ALTER TABLE orders ADD COLUMN note text';
END $$;
SELECT add_note();`,
  badLine: 5,
  good: "SET lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;",
  scan: (script) => [
    ...script.steps.flatMap((step) => {
      const names = new Set(step.called.map(({ functionName }) => functionName))
      return [...names].flatMap((name) => {
        const trees = step.called.filter(({ functionName }) => functionName === name).map(({ tree }) => tree)
        return found(script, step, { trees, who: `${name}()` })
      })
    }),
    ...script.steps
      .filter(({ nested, tree }) => nested && nodeAs(tree, 'LockStmt') === null)
      .flatMap((step) => found(script, step, { trees: [step.tree], who: 'the DO block' })),
  ],
}

function found(
  script: Script,
  step: Step,
  { trees, who }: { trees: readonly Step['tree'][]; who: string },
): readonly Found[] {
  const [first] = trees.flatMap((tree) => strongLocksOf(script, step, tree))
  if (first === undefined) return []
  const { relation } = first
  const summary = `${who} takes ${spellLockMode(first.mode)} on ${relation ?? 'a table that is known only when it runs'}`
  return [{ step, summary, expects: { kind: 'lock', relation, mode: first.mode } }]
}
