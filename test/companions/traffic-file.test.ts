import assert from 'node:assert/strict'
import { parseTraffic } from '../../harness/companions/traffic-file.ts'
import { readyParser } from '../../harness/sql/parse.ts'

describe('a file of traffic', () => {
  before(readyParser)

  it('holds statements with their lines, of which a line before says that they are prepared', () => {
    const text = [
      '-- what the shop asks',
      'SELECT * FROM orders WHERE id = 7;',
      '-- prepared',
      "SELECT * FROM users\n  WHERE name = 'a;b';",
      '',
      'UPDATE orders SET note = NULL WHERE id = 1; -- prepared',
      'DELETE FROM orders WHERE id = 2;',
    ].join('\n')
    assert.deepEqual(
      parseTraffic(text).map(({ line, prepared, kind }) => [line, prepared, kind]),
      [
        [2, false, 'SelectStmt'],
        [4, true, 'SelectStmt'],
        [7, false, 'UpdateStmt'],
        [8, false, 'DeleteStmt'],
      ],
    )
  })

  it('leaves transaction control to the loop that runs it', () => {
    assert.deepEqual(
      parseTraffic('BEGIN; SELECT 1; COMMIT;').map(({ text }) => text),
      ['SELECT 1'],
    )
  })
})
