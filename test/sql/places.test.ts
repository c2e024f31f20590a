import { deepEqual, equal } from 'node:assert/strict'
import { readyParser } from '../../harness/sql/parse.ts'
import { placesOf } from '../../harness/sql/places.ts'

const FILES = [
  { name: 'migrations/1.sql', text: '-- the first\nSELECT 1;\n\nALTER TABLE t\n  ADD c int;\nSELECT 1;\n' },
  { name: 'migrations/2.sql', text: 'SELECT 2; SELECT 1' },
]

describe('the place of a statement', () => {
  before(readyParser)

  it('is its file and line, however white space, comments and semicolons were sent', () => {
    const placeOf = placesOf(FILES)
    deepEqual(placeOf('-- sent so\nALTER TABLE t ADD c int ;'), { file: 'migrations/1.sql', line: 4 })
    deepEqual(placeOf('SELECT 2'), { file: 'migrations/2.sql', line: 1 })
  })

  it('is that of the first where several are alike', () => {
    deepEqual(placesOf(FILES)('SELECT 1'), { file: 'migrations/1.sql', line: 2 })
  })

  it('is not known of what no file holds', () => {
    equal(placesOf(FILES)('SELECT 3'), null)
  })
})
