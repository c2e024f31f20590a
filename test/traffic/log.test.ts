import assert from 'node:assert/strict'
import { describeLog } from '../../harness/traffic/log.ts'

describe('k6\u2019s log in few words', () => {
  it('says what was thrown and leaves the frames to the file', () => {
    const msg =
      "Error: the script exports no function 'browse'\\n\\tat mergeOptions (file:///play.ts:75:9(4))\\n\\tat play (file:///play.ts:30:2)\\n"
    assert.equal(
      describeLog(`{"level":"error","msg":"${msg}","hint":"script exception"}\n`),
      "error: Error: the script exports no function 'browse'",
    )
  })
})
