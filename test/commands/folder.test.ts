import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createRunFolder } from '../../harness/commands/rehearse/folder.ts'

const NOON = new Date('2026-11-21T12:00:00Z')

describe('the folder of a run', () => {
  let folder: string
  const cwd = process.cwd()
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'folder-'))
    process.chdir(folder)
  })
  afterEach(() => {
    process.chdir(cwd)
    rmSync(folder, { recursive: true })
  })

  it('is made with all folders above it', () => {
    assert.ok(existsSync(createRunFolder('orders', join(folder, 'a', 'b'), NOON)))
  })

  it('is named after time and rehearsal, however long that is', () => {
    assert.equal(basename(createRunFolder('orders', undefined, NOON)), '2026-11-21T120000-orders')
    assert.equal(basename(createRunFolder('x'.repeat(300), undefined, NOON)).length, 120)
  })

  it('is refused where something is in it', () => {
    writeFileSync(join(folder, 'old'), '')
    assert.throws(() => createRunFolder('orders', folder, NOON), {
      message: `expected ${folder} to be empty, found old in it`,
    })
  })

  it('is refused where it cannot be made', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    assert.throws(() => createRunFolder('orders', join(file, 'run'), NOON), {
      code: 'usage',
      message: `expected to write the run to ${join(file, 'run')}, could not: ENOTDIR: not a directory, mkdir '${join(file, 'run')}'`,
    })
  })
})
