import assert from 'node:assert/strict'
import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { changesBetween, changesOver } from '../../harness/independence/changes.ts'
import { listFiles } from '../../harness/independence/listing.ts'
import { folderOf, write } from './folder.ts'

function words({ parts }: Awaited<ReturnType<typeof changesBetween>>): readonly string[] {
  return parts.map(({ kind, name, was, is }) => `${kind} ${name}: ${was} → ${is}`).sort()
}

describe('what an upgrade changes in an environment', () => {
  it('is packages by version or content, programs, and modules that were there before', async () => {
    const SAME = { 'server.mjs': 'same', 'node_modules/kept/package.json': '{"version":"1.0.0"}', 'data.json': '1' }
    using older = folderOf({
      ...SAME,
      'lib/books.py': 'old',
      'bin/ledgerctl': '#!/bin/sh\necho 1',
      'node_modules/@scope/client/package.json': '{"version":"1.0.0"}',
      'node_modules/patched/package.json': '{"version":"3.0.0"}',
      'node_modules/patched/index.js': 'let a = 1',
      'site-packages/ledger_books/__init__.py': 'v = 1',
      'site-packages/ledger_books-1.0.dist-info/METADATA': '1',
    })
    using newer = folderOf({
      ...SAME,
      'data.json': '2',
      'lib/books.py': 'new',
      'migrations/002.mjs': 'shipped with the upgrade, for it',
      'bin/ledgerctl': '#!/bin/sh\necho 2',
      'node_modules/@scope/client/package.json': '{"version":"2.0.0"}',
      'node_modules/patched/package.json': '{"version":"3.0.0"}',
      'node_modules/patched/index.js': 'let a = 2 // patched',
      'node_modules/fresh/package.json': '{"version":"0.1.0"}',
      'site-packages/ledger_books/__init__.py': 'v = 2',
      'site-packages/ledger_books-2.0.dist-info/METADATA': '2',
    })
    assert.deepEqual(words(await changesBetween(older.path, newer.path)), [
      'Python package ledger_books: 1.0 → 2.0',
      'module lib/books.py: null → null',
      'npm package @scope/client: 1.0.0 → 2.0.0',
      'npm package fresh: null → 0.1.0',
      'npm package patched: 3.0.0 → 3.0.0',
      'program bin/ledgerctl: null → null',
    ])
    assert.deepEqual(await changesBetween(older.path, older.path), { parts: [], notFollowed: [] })
  })

  it('is seen over time by what was written anew, without what is left out', async () => {
    using folder = folderOf({ 'bin/tool': '#!/bin/sh\n', 'kept.mjs': '1', 'run/log.mjs': '1', 'same-size.mjs': '1' })
    const before = await listFiles(folder.path, [join(folder.path, 'run')])
    write(folder.path, { 'bin/tool': '#!/bin/sh\necho 2', 'run/log.mjs': '22', 'same-size.mjs': '2' })
    utimesSync(join(folder.path, 'same-size.mjs'), new Date(), new Date(Date.now() + 5_000))
    const after = await listFiles(folder.path, [join(folder.path, 'run')])
    assert.deepEqual(words(await changesOver(folder.path, before, after)), [
      'module same-size.mjs: null → null',
      'program bin/tool: null → null',
    ])
  })
})
