import assert from 'node:assert/strict'
import { h } from '../../../harness/report/html/markup.ts'
import { visible } from '../../../harness/report/html/visible.ts'
import { allVisible } from '../../../harness/report/html/visible-tree.ts'

describe('what cannot be seen in a name', () => {
  it('is shown as its code', () => {
    assert.equal(visible('gnp.\u202eexe\u0000\u200b\ufeff'), 'gnp.\\u202eexe\\u0000\\u200b\\ufeff')
    assert.equal(visible('\ud800'), '\\ud800')
  })

  it('is left alone where it is a line break, a tab, or a letter that is written from the right', () => {
    assert.equal(visible('a\tb\nc שלום é 😀'), 'a\tb\nc שלום é 😀')
  })

  it('is shown in text and attributes of a tree, at any depth', () => {
    const tree = h('p', { title: '\u202e' }, [h('b', '\u0007')])
    assert.deepEqual(allVisible(tree), h('p', { title: '\\u202e' }, [h('b', '\\u0007')]))
  })
})
