import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { liveTests } from '../../scripts/live-tests.ts'

const files = globSync('test/live/**/*.test.ts').toSorted()

describe('the live tests of npm test', () => {
  const { beside, alone } = liveTests(files)
  const groupOf = (file: string) => beside.findIndex((group) => group.files.includes(file))

  it('run once each', () => {
    assert.deepEqual([...beside.flatMap((group) => group.files), ...alone.files].toSorted(), files)
  })

  it('run with nothing beside them where they hold times against limits', () => {
    for (const part of ['rehearsal/sample.test.ts', 'locks/watcher/steady.test.ts', 'companions/examine.test.ts'])
      assert.ok(alone.files.includes(`test/live/${part}`), part)
  })

  it('do not run beside each other where one leaves behind what another takes away', () => {
    const killing = files.filter((file) => /\/(killed|interrupted|clean)\.test\.ts$/.test(file))
    assert.equal(killing.length, 3)
    assert.equal(new Set(killing.map(groupOf)).size, 1)
  })

  it('begin with what takes longest, whole rehearsals among it', () => {
    assert.ok(groupOf('test/live/rehearsal/stray.test.ts') < groupOf('test/live/migrator/base.test.ts'))
  })
})
