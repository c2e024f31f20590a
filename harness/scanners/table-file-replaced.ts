import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'

const WHAT: Readonly<Record<string, string>> = {
  AT_SetLogged: 'SET LOGGED',
  AT_SetUnLogged: 'SET UNLOGGED',
  AT_SetTableSpace: 'SET TABLESPACE',
  AT_SetAccessMethod: 'SET ACCESS METHOD',
}

export const tableFileReplaced: Scanner = {
  id: 'table-file-replaced',
  summary: 'ALTER TABLE that copies the table into another file.',
  problem:
    'SET LOGGED, SET UNLOGGED, SET TABLESPACE and SET ACCESS METHOD copy the whole table under ACCESS EXCLUSIVE: not even a SELECT runs meanwhile.',
  remedy:
    'Make a new table that is as it should be, copy the rows in batches while a trigger keeps both in step, and switch over.',
  severity: 'concern',
  bad: 'ALTER TABLE orders SET UNLOGGED;',
  badLine: 1,
  good: 'CREATE UNLOGGED TABLE scratch_orders (LIKE orders);',
  scan: (script) =>
    alterations(script, ...Object.keys(WHAT)).map(({ step, relation, command }) => ({
      step,
      summary: `${WHAT[command.subtype ?? '']} copies ${relation} under ACCESS EXCLUSIVE`,
      expects: { kind: 'rewrite', relation },
    })),
}
