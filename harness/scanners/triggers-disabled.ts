import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const triggersDisabled: Scanner = {
  id: 'triggers-disabled',
  summary: 'DISABLE TRIGGER, which is for everybody.',
  problem:
    'DISABLE TRIGGER stops the trigger for every session, not for the migration alone: what traffic writes from its commit until it is enabled again is neither checked nor followed up. It takes SHARE ROW EXCLUSIVE, which stops writes.',
  remedy:
    'SET LOCAL session_replication_role = replica switches triggers off for the migration’s own transaction only.',
  severity: 'concern',
  bad: 'ALTER TABLE orders DISABLE TRIGGER USER;',
  badLine: 1,
  good: 'BEGIN;\nSET LOCAL session_replication_role = replica;\nCOMMIT;',
  scan: (script) =>
    alterations(script, 'AT_DisableTrig', 'AT_DisableTrigAll', 'AT_DisableTrigUser').map(
      ({ step, relation, command }) => ({
        step,
        summary: `${command.name ?? 'every trigger'} on ${relation} is disabled for everybody`,
        expects: { kind: 'lock', relation, mode: 'ShareRowExclusiveLock' },
      }),
    ),
}
