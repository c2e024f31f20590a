import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { copyEnvironment } from '../../harness/independence/copy.ts'
import type { Part } from '../../harness/independence/part.ts'
import { isToldOf, makeUnusable } from '../../harness/independence/sabotage.ts'
import { folderOf } from './folder.ts'

function part(kind: Part['kind'], name: string, path: string, is: string | null = null): Part {
  return { kind, name, path, files: [path], was: null, is }
}

function run(cwd: string, program: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

describe('an environment in which changed parts are unusable', () => {
  it('throws by every way into an npm package, names that are imported included, and leaves others alone', async () => {
    const files = {
      'node_modules/client/package.json':
        '{"version":"2.0.0","main":"lib/main","exports":{".":{"import":"./esm.mjs","require":"./lib/main.js"},"./x":"./x.js","./package.json":"./package.json"},"bin":"cli.js"}',
      'node_modules/client/lib/main.js': 'exports.settle = () => 1',
      'node_modules/client/esm.mjs': 'export const settle = () => 1',
      'node_modules/client/x.js': '',
      'node_modules/client/cli.js': '#!/usr/bin/env node\n',
      'node_modules/other/package.json': '{}',
      'node_modules/other/index.js': 'exports.fine = 1',
    }
    using folder = folderOf(files)
    await makeUnusable(
      folder.path,
      [part('npm package', 'client', 'node_modules/client', '2.0.0')],
      `${folder.path}-programs`,
    )
    const complaint = /Error: fulldress: client 2\.0\.0 was made unusable, for the upgrade changes it/
    for (const code of [
      "import { settle } from 'client'",
      "import 'client/x'",
      "import { createRequire } from 'node:module'; createRequire('/'.concat(process.cwd(), '/x.js'))('client')",
    ]) {
      const { status, said } = run(folder.path, process.execPath, '--input-type=module', '-e', code)
      assert.equal(status, 1, said)
      assert.match(said, complaint)
    }
    assert.match(run(folder.path, join(folder.path, 'node_modules/client/cli.js')).said, complaint)
    assert.equal(run(folder.path, process.execPath, '-e', "require('other').fine").status, 0)
    assert.equal(
      readFileSync(join(folder.path, 'node_modules/client/package.json'), 'utf8'),
      files['node_modules/client/package.json'],
    )
  })

  it('has programs that exit with 97, those of the PATH as stand-ins beside it', async () => {
    using folder = folderOf({ 'bin/tool': '#!/bin/sh\n', 'lib.sh': 'x=1' })
    const stubs = join(folder.path, 'stubs')
    const parts = [
      part('program', 'bin/tool', 'bin/tool'),
      part('program', 'lib.sh', 'lib.sh'),
      part('program', '/usr/bin/psql', '/usr/bin/psql'),
    ]
    await makeUnusable(folder.path, parts, stubs)
    const asExpected = (name: string) => ({
      status: 97,
      said: `fulldress: ${name} was made unusable, for the upgrade changes it\n`,
    })
    assert.deepEqual(run(folder.path, 'bin/tool'), asExpected('bin/tool'))
    assert.deepEqual(run(folder.path, 'sh', '-c', '. ./lib.sh; echo on'), asExpected('lib.sh'))
    assert.deepEqual(run(folder.path, join(stubs, 'psql')), asExpected('/usr/bin/psql'))
  })

  it('raises by Python packages, modules and modules in C', async function () {
    if (spawnSync('python3', ['--version']).status !== 0) return this.skip()
    using folder = folderOf({
      'site-packages/books/__init__.py': 'v = 1',
      'site-packages/one.py': 'v = 1',
      'site-packages/fast.cpython-311-x86_64-linux-gnu.so': 'not really',
    })
    const parts = [
      part('Python package', 'books', 'site-packages/books'),
      part('Python package', 'one', 'site-packages/one.py'),
      part('Python package', 'fast', 'site-packages/fast.cpython-311-x86_64-linux-gnu.so'),
    ]
    await makeUnusable(folder.path, parts, join(folder.path, 'stubs'))
    for (const name of ['books', 'one', 'fast']) {
      const { said } = run(join(folder.path, 'site-packages'), 'python3', '-Bc', `import ${name}`)
      assert.match(said, new RegExp(`ImportError: fulldress: ${name} was made unusable`))
    }
  })

  it('is a copy without the run’s own folder and the history', async () => {
    using folder = folderOf({ '.git/config': '', 'runs/one/log': '', 'runs/kept': '1', 'a.mjs': '1' })
    using to = folderOf({})
    await copyEnvironment(folder.path, to.path, { except: [join(folder.path, 'runs/one')] })
    assert.deepEqual(
      ['.git', 'runs/one', 'runs/kept', 'a.mjs'].map((name) => existsSync(join(to.path, name))),
      [false, false, true, true],
    )
  })

  it('fails in any language that reads a file of it, and has data no more', async function () {
    using folder = folderOf({
      'lib/Ledger.pm': 'package Ledger; sub v { 1 } 1;',
      'lib/common': 'RULES=1',
      'lib/rules.json': '{}',
    })
    const parts = ['lib/Ledger.pm', 'lib/common', 'lib/rules.json'].map((path) => part('file', path, path))
    await makeUnusable(folder.path, parts, join(folder.path, 'stubs'))
    const told = (output: string) => parts.filter((one) => isToldOf(one, output)).map(({ name }) => name)
    const sourced = run(folder.path, 'sh', '-c', '. lib/common; echo on')
    assert.deepEqual([sourced.status, told(sourced.said)], [97, ['lib/common']])
    const read = run(folder.path, process.execPath, '-e', "fs.readFileSync('lib/rules.json')")
    assert.deepEqual([read.status, told(read.said)], [1, ['lib/rules.json']])
    if (run(folder.path, 'perl', '-v').status !== 0) return this.skip()
    const loaded = run(folder.path, 'perl', '-e', 'use lib "lib"; use Ledger; print Ledger::v()')
    assert.deepEqual([loaded.status !== 0, told(loaded.said)], [true, ['lib/Ledger.pm']])
  })

  it('throws in the files of a package that differ, which a script may load by their path', async () => {
    using folder = folderOf({
      'node_modules/client/package.json': '{"version":"2.0.0"}',
      'node_modules/client/lib/deep.js': 'exports.settle = 1',
      'node_modules/client/lib/same.js': 'exports.same = 1',
    })
    const client = part('npm package', 'client', 'node_modules/client', '2.0.0')
    await makeUnusable(
      folder.path,
      [{ ...client, files: ['node_modules/client/lib/deep.js'] }],
      `${folder.path}-programs`,
    )
    assert.equal(run(folder.path, process.execPath, '-e', "require('client/lib/deep')").status, 1)
    assert.equal(run(folder.path, process.execPath, '-e', "require('client/lib/same')").status, 0)
  })

  it('is a copy whose links lead into it, and out of it only to what nobody changes', async () => {
    using outside = folderOf({ 'changed/index.js': 'exports.v = 1', 'kept/index.js': 'exports.v = 1' })
    using folder = folderOf({ 'libs/own/index.js': 'exports.v = 1', 'node_modules/x/index.js': '' })
    using to = folderOf({})
    const modules = join(folder.path, 'node_modules')
    symlinkSync(join(folder.path, 'libs/own'), join(modules, 'absolute'))
    symlinkSync('../libs/own', join(modules, 'relative'))
    symlinkSync(join(outside.path, 'changed'), join(modules, 'changed'))
    symlinkSync(relative(modules, join(outside.path, 'kept')), join(modules, 'kept'))
    const own = ['libs/own/index.js', 'node_modules/changed/index.js']
    await copyEnvironment(folder.path, to.path, { own })
    const parts = [
      part('module', 'libs/own/index.js', 'libs/own/index.js'),
      { ...part('npm package', 'changed', 'node_modules/changed'), files: ['node_modules/changed/index.js'] },
    ]
    await makeUnusable(to.path, parts, `${to.path}-programs`)
    const status = (where: string, name: string) => run(where, process.execPath, '-e', `require('${name}')`).status
    const names = ['absolute', 'relative', 'changed', 'kept']
    assert.deepEqual(
      names.map((name) => status(to.path, name)),
      [1, 1, 1, 0],
    )
    assert.deepEqual(
      names.map((name) => status(folder.path, name)),
      [0, 0, 0, 0],
    )
  })
})
