import assert from 'node:assert/strict'
import { readsNoRows } from '../../harness/model/definition.ts'

describe('a statement that only looks relations up', () => {
  const definitions = [
    'CREATE VIEW few AS SELECT id FROM items',
    'create or replace temp view few as select 1 from items',
    '-- what the report needs\n/* and more */ CREATE OR REPLACE VIEW few AS TABLE items',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT count(*) FROM items)',
    'CREATE TABLE copy (LIKE items INCLUDING ALL)',
    'LOCK TABLE items IN ACCESS SHARE MODE',
  ]
  for (const statement of definitions)
    it(`reads no rows: ${statement.slice(0, 50).replaceAll('\n', ' ')}`, () => {
      assert.equal(readsNoRows(statement), true)
    })

  const readers = [
    'CREATE TABLE few AS SELECT id FROM items',
    'CREATE MATERIALIZED VIEW few AS SELECT id FROM items',
    'REFRESH MATERIALIZED VIEW few',
    'INSERT INTO few SELECT id FROM items',
    'UPDATE few SET n = (SELECT count(*) FROM items)',
    'CREATE VIEW few AS SELECT 1; INSERT INTO few SELECT id FROM items',
    '/* CREATE VIEW */ DELETE FROM items',
    'SELECT count(*) FROM items',
  ]
  for (const statement of readers)
    it(`may read some: ${statement.slice(0, 50)}`, () => {
      assert.equal(readsNoRows(statement), false)
    })
})
