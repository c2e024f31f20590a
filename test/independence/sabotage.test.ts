import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyEnvironment } from '../../harness/independence/copy.ts'
import type { Part } from '../../harness/independence/part.ts'
import { makeUnusable } from '../../harness/independence/sabotage.ts'
import { folderOf } from './folder.ts'

function part(kind: Part['kind'], name: string, path: string, is: string | null = null): Part {
  return { kind, name, path, was: null, is }
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
    await copyEnvironment(folder.path, to.path, [join(folder.path, 'runs/one')])
    assert.deepEqual(
      ['.git', 'runs/one', 'runs/kept', 'a.mjs'].map((name) => existsSync(join(to.path, name))),
      [false, false, true, true],
    )
  })
})
