import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const CLI = resolve('harness/cli.ts')

/** What bash has in COMPREPLY when tab is pressed after these words. */
function completed(folder: string, ...words: readonly string[]): readonly string[] {
  const script = `source <("$1" completion bash); COMP_WORDS=("$@"); COMP_WORDS=("\${COMP_WORDS[@]}"); COMP_CWORD=$(( $# - 1 ))
_fulldress "$1"; printf '%s\\n' "\${COMPREPLY[@]}"`
  const program = join(folder, 'fulldress')
  const printed = execFileSync('bash', ['-c', script, 'bash', program, ...words], { cwd: folder, encoding: 'utf8' })
  return printed.split('\n').filter((line) => line !== '')
}

describe('completion in bash', function () {
  this.timeout(60_000)
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'completion '))
    writeFileSync(join(folder, 'fulldress'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`, { mode: 0o755 })
    mkdirSync(join(folder, '.fulldress/runs/2026-11-21T101010-shop'), { recursive: true })
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('knows commands, options, the names of checks, and runs', () => {
    assert.deepEqual(completed(folder, 'reh'), ['rehearse'])
    assert.deepEqual(completed(folder, 'rehearse', '--ru'), ['--runtime'])
    assert.deepEqual(completed(folder, 'explain', 'access-excl'), ['access-exclusive-too-long'])
    assert.deepEqual(completed(folder, 'report', ''), ['.fulldress/runs/2026-11-21T101010-shop'])
  })

  it('runs nothing of what was typed', () => {
    assert.deepEqual(completed(folder, 'explain', '$(touch typed)'), [])
    assert.throws(() => execFileSync('ls', [join(folder, 'typed')], { stdio: 'ignore' }))
  })
})
