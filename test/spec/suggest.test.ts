import { deepEqual, equal } from 'node:assert/strict'
import { suggest, withSuggestion } from '../../harness/spec/suggest.ts'

describe('a mistyped word', () => {
  it('is taken for the nearest that is near', () => {
    const words = ['strategy', 'steps', 'stage', 'wait']
    deepEqual(
      ['stratgy', 'stpes', 'Stage', 'wiat', 'stag', 'w'].map((word) => suggest(word, words)),
      ['strategy', 'steps', 'stage', 'wait', 'stage', null],
    )
  })

  it('is left alone where it is right, or like nothing', () => {
    equal(withSuggestion('wait', ['wait']), 'wait')
    equal(withSuggestion('banana', ['wait', 'stage']), 'banana')
    equal(withSuggestion('wat', ['wait', 'stage']), 'wat (did you mean wait?)')
  })
})
