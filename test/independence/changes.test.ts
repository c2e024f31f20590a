import assert from 'node:assert/strict'
import { statSync, symlinkSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { changesBetween, changesOver } from '../../harness/independence/changes.ts'
import { type Listing, listFiles } from '../../harness/independence/listing.ts'
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
      'file data.json: null → null',
      'module lib/books.py: null → null',
      'npm package @scope/client: 1.0.0 → 2.0.0',
      'npm package fresh: null → 0.1.0',
      'npm package patched: 3.0.0 → 3.0.0',
      'program bin/ledgerctl: null → null',
    ])
    assert.deepEqual(await changesBetween(older.path, older.path), {
      parts: [],
      notFollowed: [],
      leftWhole: [],
    })
  })

  it('is by content: a package patched at its size and version, data, and code of any language', async () => {
    const files = (one: string): Record<string, string> => ({
      'package.json': `{"version":"${one}.0.0"}`,
      'sqitch.plan': one,
      'lib/rules.json': `{"rule":${one}}`,
      'lib/Ledger.pm': `sub v { ${one} } 1;`,
      'lib/common': `RULES=${one}`,
      'back.sql': `SELECT ${one}`,
      'kept.json': '{}',
      [`only-in-${one}.json`]: '{}',
      'node_modules/patched/package.json': '{"version":"3.0.0"}',
      'node_modules/patched/lib/deep.js': `module.exports = ${one}`,
    })
    using older = folderOf(files('1'))
    using newer = folderOf(files('2'))
    const changes = await changesBetween(older.path, newer.path)
    assert.deepEqual(words(changes), [
      'file lib/Ledger.pm: null → null',
      'file lib/common: null → null',
      'file lib/rules.json: null → null',
      'npm package patched: 3.0.0 → 3.0.0',
    ])
    assert.deepEqual(
      changes.leftWhole,
      ['back.sql', 'package.json', 'sqitch.plan'].map(
        (path) => `${path}: changed and left whole, for tools find their way by it`,
      ),
    )
    const later = await changesBetween(older.path, newer.path, 0)
    assert.ok(later.leftWhole.includes('lib/rules.json: written as the rehearsal ran, and left whole'))
    assert.ok(words(later).includes('file lib/Ledger.pm: null → null'))
  })

  it('is what links lead to as well, where that lies outside of the folder', async () => {
    const libraryOf = (one: string) => folderOf({ 'package.json': '{}', 'index.js': one })
    using first = libraryOf('1')
    using second = libraryOf('2')
    using older = folderOf({ 'libs/own/index.js': '1', 'node_modules/kept/index.js': '1' })
    using newer = folderOf({ 'libs/own/index.js': '2', 'node_modules/kept/index.js': '1' })
    for (const [folder, library] of [
      [older, first],
      [newer, second],
    ] as const) {
      symlinkSync(library.path, join(folder.path, 'node_modules/library'))
      symlinkSync(join(folder.path, 'libs/own'), join(folder.path, 'node_modules/own'))
      symlinkSync(tmpdir(), join(folder.path, 'circle'))
    }
    assert.deepEqual(words(await changesBetween(older.path, newer.path)), [
      'module libs/own/index.js: null → null',
      'npm package library: null → null',
    ])
  })

  it('is seen over time by what was written anew, without what is left out', async () => {
    using folder = folderOf({ 'bin/tool': '#!/bin/sh\n', 'kept.mjs': '1', 'run/log.mjs': '1', 'same-size.mjs': '1' })
    const list = (hashed: 'all' | Listing) => listFiles(folder.path, { except: [join(folder.path, 'run')], hashed })
    const before = await list('all')
    write(folder.path, { 'bin/tool': '#!/bin/sh\necho 2', 'run/log.mjs': '22', 'same-size.mjs': '2' })
    utimesSync(join(folder.path, 'same-size.mjs'), new Date(), new Date(Date.now() + 5_000))
    const after = await list(before)
    assert.deepEqual(words(await changesOver(folder.path, before, after)), [
      'module same-size.mjs: null → null',
      'program bin/tool: null → null',
    ])
  })

  it('is no file that was written again as it was, and is one that was patched with its time set back', async () => {
    using folder = folderOf({ 'again.mjs': '1', 'patched.mjs': '1', 'state.json': '1' })
    const time = statSync(join(folder.path, 'patched.mjs')).mtime
    const before = await listFiles(folder.path, { hashed: 'all' })
    write(folder.path, { 'again.mjs': '1', 'patched.mjs': '2', 'state.json': '22' })
    utimesSync(join(folder.path, 'again.mjs'), new Date(), new Date(Date.now() + 5_000))
    utimesSync(join(folder.path, 'patched.mjs'), time, time)
    const after = await listFiles(folder.path, { hashed: before })
    // As a rollback leaves it, which is no news of the upgrade.
    write(folder.path, { 'patched.mjs': '1' })
    const changes = await changesOver(folder.path, before, after)
    assert.deepEqual(words(changes), ['module patched.mjs: null → null'])
    assert.deepEqual(changes.leftWhole, ['state.json: written as the rehearsal ran, and left whole'])
  })
})
