import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newCheck } from '../../scripts/new-check.ts'

describe('npm run new-check', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fulldress-new-check-'))
    const repository = new URL('../../', import.meta.url).pathname
    cpSync(join(repository, 'harness/checks'), join(root, 'harness/checks'), { recursive: true })
    cpSync(join(repository, 'harness/model'), join(root, 'harness/model'), { recursive: true })
    cpSync(join(repository, 'harness/statistics'), join(root, 'harness/statistics'), { recursive: true })
    mkdirSync(join(root, 'test/checks'), { recursive: true })
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('writes a check that is registered and answers unknown, and its test', async () => {
    newCheck('flag-left-flipped', root)
    const { CHECKS } = await import(join(root, 'harness/checks/index.ts'))
    assert.equal(CHECKS.at(-1).id, 'flag-left-flipped')
    assert.equal(CHECKS.at(-1).judge([]).ruling, 'unknown')
    assert.match(
      readFileSync(join(root, 'test/checks/flag-left-flipped.test.ts'), 'utf8'),
      /passes exactly at the limit/,
    )
    const index = readFileSync(join(root, 'harness/checks/index.ts'), 'utf8')
    const imports = index.split('\n').filter((line) => line.startsWith('import '))
    assert.deepEqual(
      imports,
      imports.toSorted((one, other) => ((one.split(' from ')[1] ?? '') < (other.split(' from ')[1] ?? '') ? -1 : 1)),
    )
  })

  it('overwrites nothing', () => {
    const taken = join(root, 'harness/checks/upgrade-completes.ts')
    assert.throws(() => newCheck('upgrade-completes', root), { message: `expected no file at ${taken}, found one` })
  })

  it('asks for a name that states the problem', () => {
    assert.throws(() => newCheck('Foo', root), {
      message: 'expected the problem or the promise in kebab case, such as rollback-restores-schema, found "Foo"',
    })
  })
})
