import assert from 'node:assert/strict'
import { describe as inWords } from '../harness/errors.ts'

describe('an error in words', () => {
  it('names what was thrown first, and what came of cleaning up after it', async () => {
    const failing = async () => {
      await using _stack = {
        async [Symbol.asyncDispose]() {
          throw new Error('the copy cannot be dropped')
        },
      }
      throw new Error('the way up fails')
    }
    const error = await failing().catch((thrown: unknown) => thrown)
    assert.equal(inWords(error), 'the way up fails; and while cleaning up: the copy cannot be dropped')
  })
})
