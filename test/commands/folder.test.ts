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

  it('is each run’s own where two of one second begin at once, and told by its name', () => {
    const names = [1, 2, 3].map(() => basename(createRunFolder('orders', undefined, NOON)))
    assert.deepEqual(names, ['2026-11-21T120000-orders', '2026-11-21T120000-orders-2', '2026-11-21T120000-orders-3'])
    const long = [1, 2].map(() => basename(createRunFolder('x'.repeat(300), undefined, NOON)))
    assert.deepEqual(
      long.map((name) => [name.length, name.slice(-3)]),
      [
        [120, 'xxx'],
        [120, 'x-2'],
      ],
    )
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
