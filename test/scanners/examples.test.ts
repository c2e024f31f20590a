import assert from 'node:assert/strict'
import { SCANNERS } from '../../harness/scanners/index.ts'
import { readyParser } from '../../harness/sql/parse.ts'
import { readScript, type Script } from '../../harness/sql/script.ts'

describe('scanners', () => {
  before(readyParser)

  function script(text: string): Script {
    const read = readScript({ text, transaction: false, lockTimeoutMs: null, catalog: null })
    assert.ok(read !== null, `the parser refuses ${text}`)
    return read
  }

  for (const { id, bad, badLine, good, scan } of SCANNERS) {
    it(`${id} finds its bad example, once and at its line`, () => {
      assert.deepEqual(
        scan(script(bad)).map(({ step }) => step.line),
        [badLine],
      )
    })

    it(`${id} is silent about its good example`, () => {
      assert.deepEqual(
        scan(script(good)).map(({ summary }) => summary),
        [],
      )
    })
  }

  it('have names that state a problem, each its own', () => {
    const ids = SCANNERS.map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, /^[a-z]+(-[a-z]+)+$/)
  })
})
