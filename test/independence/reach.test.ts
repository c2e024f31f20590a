import assert from 'node:assert/strict'
import type { Part } from '../../harness/independence/part.ts'
import { readReach } from '../../harness/independence/reach.ts'
import { folderOf } from './folder.ts'

function part(kind: Part['kind'], name: string, path: string, is: string | null = null): Part {
  return { kind, name, path, files: [path], was: null, is }
}

const CLIENT = part('npm package', 'ledger-client', 'node_modules/ledger-client', '2.0.0')

function reach(command: string, files: Record<string, string>, parts: readonly Part[], pythonPath: string[] = []) {
  using folder = folderOf(files)
  return readReach(command, { folder: folder.path, path: [], pythonPath }, parts)
}

function routes(...given: Parameters<typeof reach>): readonly string[] {
  return reach(...given).reaches.map(({ part, through }) => `${part}: ${through}`)
}

describe('what a command of the way back reaches', () => {
  it('is found through files of its own, required or imported', () => {
    const files = {
      'rollback.mjs': "import './lib/settle.cjs'",
      'lib/settle.cjs': "// require('nothing')\nconst { settle } = require('ledger-client')",
      'node_modules/ledger-client/package.json': '{"version":"2.0.0"}',
    }
    assert.deepEqual(routes('node --no-warnings rollback.mjs down', files, [CLIENT]), [
      'ledger-client 2.0.0: rollback.mjs → lib/settle.cjs',
    ])
    assert.deepEqual(reach('node rollback.mjs', files, [CLIENT]).entries, ['rollback.mjs'])
  })

  it('is found through what packages declare, npm scripts and their programs', () => {
    const files = {
      'package.json': '{"scripts":{"down":"migrator down"}}',
      'node_modules/.bin/migrator': '',
      'node_modules/migrator/package.json': '{"bin":{"migrator":"x.js"},"dependencies":{"ledger-client":"*"}}',
      'node_modules/ledger-client/package.json': '{"version":"2.0.0"}',
    }
    const expected = ['ledger-client 2.0.0: npm run down → migrator → migrator']
    assert.deepEqual(routes('npm run down', files, [CLIENT]), expected)
    assert.deepEqual(routes('npx migrator down', files, [CLIENT]), ['ledger-client 2.0.0: migrator → migrator'])
  })

  it('is found in Python beside the script, on PYTHONPATH and in site-packages', () => {
    const files = {
      'rollback.py': 'from tasks import books\nimport os, json',
      'tasks/__init__.py': '',
      'tasks/books.py': 'from ..tasks import nothing\nimport ledger_books.close as c',
      '.venv/lib/python3.11/site-packages/ledger_books/__init__.py': '',
    }
    const books = part('Python package', 'ledger_books', '.venv/lib/python3.11/site-packages/ledger_books', '2.0.0')
    assert.deepEqual(routes('python3 rollback.py', files, [books]), [
      'ledger_books 2.0.0: rollback.py → tasks/books.py',
    ])
    assert.deepEqual(routes('python3 -m tasks.books', files, [books]), ['ledger_books 2.0.0: tasks/books.py'])
  })

  it('is found in shell scripts, by path and by name, whatever wraps the call', () => {
    const tool = part('program', 'bin/ledgerctl', 'bin/ledgerctl')
    const files = {
      'bin/ledgerctl': '#!/bin/sh\n',
      'back.sh': 'set -e\nif true; then\n  X=1 sudo ledgerctl "a b" | cat\nfi',
    }
    assert.deepEqual(routes('sh back.sh', files, [tool]), ['bin/ledgerctl: back.sh → ledgerctl'])
    assert.deepEqual(routes('cd . && ./bin/ledgerctl seal', files, [tool]), ['bin/ledgerctl: bin/ledgerctl'])
    assert.deepEqual(routes("bash -c 'bin/ledgerctl seal'", files, [tool]), ['bin/ledgerctl: bin/ledgerctl'])
    assert.deepEqual(routes('echo ledgerctl # ledgerctl', files, [tool]), [])
  })

  it('is found in what a shell reads into itself, whatever its name', () => {
    const rules = part('file', 'lib/rules', 'lib/rules')
    const files = { 'back.sh': '. lib/common', 'lib/common': 'source lib/rules', 'lib/rules': 'X=1', 'rb.pl': 'use X;' }
    assert.deepEqual(routes('sh back.sh', files, [rules]), ['lib/rules: back.sh → lib/common → lib/rules'])
    assert.deepEqual(reach('./rb.pl', files, []).notFollowed, ['rb.pl: what it loads'])
  })

  it('has the script that an interpreter is given for the way back itself, and not the data', () => {
    const read = reach('perl -w ./rb.pl data.json', { 'rb.pl': 'use X;', 'data.json': '{}' }, [])
    assert.deepEqual(read, { reaches: [], notFollowed: ['rb.pl: what it loads'], entries: ['rb.pl'] })
  })

  it('says what it did not follow', () => {
    const files = {
      'rollback.mjs': "import { execa } from 'execa'\nawait import(process.argv[2])",
      'back.sh': '$TOOL down\nnode /opt/back.mjs',
    }
    assert.deepEqual(reach('node rollback.mjs && sh back.sh', files, []).notFollowed, [
      'rollback.mjs: a module whose name it computes',
      'rollback.mjs: programs that it starts',
      'back.sh: `$TOOL`, which only the shell knows',
      'back.sh: `/opt/back.mjs`, outside of its folder',
    ])
  })
})
