import assert from 'node:assert/strict'
import { cameSince, type ServerObject, statementsBack } from '../../harness/database/server-objects.ts'

const of = (kind: ServerObject['kind'], name: string, is: string): ServerObject => ({ kind, name, is })

describe('what came to a server', () => {
  it('is told by its number, not by its name alone', () => {
    const known = [of('database', 'shop', '16400'), of('tablespace', 'fast', '16401')]
    const now = [of('database', 'shop', '16999'), of('tablespace', 'fast', '16401')]
    assert.deepEqual(cameSince(known, now), [of('database', 'shop', '16999')])
  })

  it('is undone by statements of its kind, and settings are given back as they were', () => {
    const came = [
      of('replication slot', "o'clock", 'physical'),
      of('server setting', 'auto_explain.log_min_duration', '0'),
      of('settings', 'of all roles', '{work_mem=66MB}'),
      of('tablespace', 'Fast', '16999'),
    ]
    assert.deepEqual(statementsBack(came, [of('settings', 'of all roles', '{work_mem=5MB}')]), [
      "SELECT pg_drop_replication_slot('o''clock')",
      'ALTER SYSTEM RESET "auto_explain"."log_min_duration"',
      'DROP TABLESPACE "Fast"',
      'ALTER ROLE ALL RESET ALL',
      "INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig) VALUES (0, 0, '{work_mem=5MB}')",
      'SELECT pg_reload_conf()',
    ])
  })
})
