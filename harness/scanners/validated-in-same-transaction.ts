import { nodeAs } from '../sql/node.ts'
import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const validatedInSameTransaction: Scanner = {
  id: 'validated-in-same-transaction',
  summary: 'VALIDATE CONSTRAINT while the lock of ADD CONSTRAINT is still held.',
  problem:
    'A lock is held until its transaction ends. VALIDATE CONSTRAINT in the transaction that added the constraint reads the whole table under the lock that NOT VALID was to keep short.',
  remedy: 'Commit between ADD CONSTRAINT … NOT VALID and VALIDATE CONSTRAINT: two transactions, or two migrations.',
  severity: 'concern',
  bad: `BEGIN;
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
COMMIT;`,
  badLine: 3,
  good: `BEGIN;
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;
COMMIT;
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;`,
  scan: (script) => {
    const added = alterations(script, 'AT_AddConstraint')
    return alterations(script, 'AT_ValidateConstraint')
      .filter(({ step, relation, command }) =>
        added.some(
          (one) =>
            one.relation === relation &&
            (one.step === step || (step.inBlock && one.step.transaction === step.transaction)) &&
            nodeAs(one.command.def, 'Constraint')?.conname === command.name,
        ),
      )
      .map(({ step, relation, command }) => ({
        step,
        summary: `${command.name} is validated in the transaction that added it, under the lock that it took on ${relation}`,
        expects: { kind: 'work', relation },
      }))
  },
}
