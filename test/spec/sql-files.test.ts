import { deepEqual } from 'node:assert/strict'
import { join } from 'node:path'
import { listSqlFiles } from '../../harness/spec/sql-files.ts'
import { specFolder } from './folder.ts'

const FILES = {
  'paired/10_c.up.sql': '',
  'paired/10_c.down.sql': '',
  'paired/2_b.up.sql': '',
  'paired/2_b.down.sql': '',
  'paired/001_a.up.sql': '',
  'paired/README.md': '',
  'paired/as-delivered/1_x.up.sql': '',
  'plain/2.sql': '',
  'plain/10.sql': '',
  'mixed/1_a.up.sql': '',
  'mixed/2_b.sql': '',
  'empty/README.md': '',
}

describe('the SQL files of a folder', () => {
  it('are applied by number, upwards', () => {
    using folder = specFolder('', FILES)
    deepEqual(listSqlFiles('paired', 'up', folder.folder), {
      folder: join(folder.folder, 'paired'),
      files: ['001_a.up.sql', '2_b.up.sql', '10_c.up.sql'],
    })
    deepEqual(listSqlFiles('plain', 'up', folder.folder), {
      folder: join(folder.folder, 'plain'),
      files: ['2.sql', '10.sql'],
    })
  })

  it('are undone last first', () => {
    using folder = specFolder('', FILES)
    deepEqual(listSqlFiles('paired', 'down', folder.folder), {
      folder: join(folder.folder, 'paired'),
      files: ['10_c.down.sql', '2_b.down.sql'],
    })
  })

  it('may be one file', () => {
    using folder = specFolder('', FILES)
    deepEqual(listSqlFiles('plain/2.sql', 'up', folder.folder), {
      folder: join(folder.folder, 'plain'),
      files: ['2.sql'],
    })
  })

  it('are missed where there are none to apply', () => {
    using folder = specFolder('', FILES)
    const list = (path: string, direction: 'up' | 'down') => listSqlFiles(path, direction, folder.folder)
    deepEqual(list('empty', 'up'), { expected: '*.up.sql files, or plain *.sql files', found: 'none in empty' })
    deepEqual(list('plain', 'down'), { expected: '*.down.sql files', found: 'none in plain' })
    deepEqual(list('nowhere', 'up'), { expected: 'a folder of SQL files', found: 'no nowhere' })
    deepEqual(list('rehearsal.yaml', 'up'), {
      expected: 'a folder of SQL files, or one .sql file',
      found: 'rehearsal.yaml',
    })
  })

  it('are of one kind, for a file that is neither up nor down would be left out without a word', () => {
    using folder = specFolder('', FILES)
    deepEqual(listSqlFiles('mixed', 'up', folder.folder), {
      expected: 'either *.up.sql and *.down.sql files or plain *.sql files',
      found: 'both in mixed: 2_b.sql beside 1_a.up.sql',
    })
  })
})
