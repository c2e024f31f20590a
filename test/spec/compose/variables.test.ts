import { deepEqual, equal } from 'node:assert/strict'
import { fillVariables, readVariables } from '../../../harness/spec/compose/variables.ts'

const SET = { TAG: '17', EMPTY: '', OTHER: 'other' }

function filled(source: string): { readonly text: string; readonly said: readonly string[] } {
  const said: string[] = []
  const text = fillVariables(source, SET, {
    complain: (expected, found) => void said.push(`expected ${expected}, found ${found}`),
    unset: (name) => void said.push(`${name} unset`),
  })
  return { text, said }
}

function text(source: string): string {
  return filled(source).text
}

describe('variables of a compose file', () => {
  it('are filled with and without braces, and a second dollar sign stands for one', () => {
    equal(text(`postgres:$TAG \${TAG}x $$TAG $\${TAG} a$$b`), `postgres:17 17x $TAG \${TAG} a$b`)
  })

  it('take their default when unset, and with a colon when empty as well', () => {
    equal(text(`\${NONE:-a} \${EMPTY:-a} \${NONE-a} [\${EMPTY-a}] \${TAG:-a}`), 'a a a [] 17')
  })

  it('are replaced when set, and with a colon only when not empty', () => {
    equal(text(`\${TAG:+a} [\${EMPTY:+a}] \${EMPTY+a} [\${NONE+a}]`), 'a [] a []')
  })

  it('may name others in their default', () => {
    equal(text(`\${NONE:-\${OTHER}-\${NONE:-\${TAG}}}`), 'other-17')
  })

  it('are empty and noted where they are set nowhere', () => {
    deepEqual(filled(`a\${NONE}b$NEITHER`), { text: 'ab', said: ['NONE unset', 'NEITHER unset'] })
  })

  it('are complained of where they must be set, with the words of the file', () => {
    deepEqual(filled(`\${NONE:?name the host}\${EMPTY:?}\${EMPTY?}`).said, [
      'expected the environment variable NONE to be set (name the host), found it unset',
      'expected the environment variable EMPTY to be set, found it unset',
    ])
  })

  it('are complained of where what stands behind the dollar sign is none', () => {
    deepEqual(filled(`\${TAG`).said, [`expected a variable behind $, or $$ for a dollar sign, found \${TAG`])
    deepEqual(filled(`5$ or \${a b}`).said, [
      `expected a variable behind $, or $$ for a dollar sign, found $ or \${a b}`,
      `expected a variable behind $, or $$ for a dollar sign, found \${a b}`,
    ])
  })
})

describe('a file of variables', () => {
  const silent = { complain: () => undefined, unset: () => undefined }

  it('may name variables of its own and of the environment, but not in single quotes', () => {
    const file = `# a comment\nA=1\nexport B="\${A}-\${OTHER}" # another\nC='\${A}'\nTAG=16\nD=$TAG\n`
    deepEqual(readVariables(file, SET, silent), { A: '1', B: '1-other', C: `\${A}`, TAG: '16', D: '17' })
  })
})
