import assert from 'node:assert/strict'
import { lastWords } from '../../harness/process/tail.ts'

const DUMP = Array.from({ length: 200 }, (_, line) => `    _field${line}: null,`)
const TRACE = [
  'node:events:505',
  '    throw er; // Unhandled event',
  '    ^',
  '',
  'Error: Connection terminated unexpectedly',
  '    at Connection.<anonymous> (client.js:204:73)',
  "Emitted 'error' event on BoundPool instance at:",
  '    at Client.idleListener (index.js:62:10) {',
  '  client: Client {',
  ...DUMP,
  '  }',
  '}',
  '',
  'Node.js v24.21.0',
]

describe('the last words of a program', () => {
  it('are the beginning of the trace that its log ends with, however long a dump follows', () => {
    const words = lastWords(['up', 'Error: an old one', 'asked again', ...TRACE, ''].join('\n'), 4).split('\n')
    assert.deepEqual(words, TRACE.slice(4, 8))
  })

  it('are the last lines where the log went on after an error, or ends with a short one', () => {
    const asked = Array.from({ length: 20 }, (_, number) => `asked ${number}`)
    assert.equal(lastWords(['Error: an old one', ...asked].join('\n'), 2), 'asked 18\nasked 19')
    assert.equal(
      lastWords([...asked, 'Error: no disk', '    at write'].join('\n'), 3),
      'asked 19\nError: no disk\n    at write',
    )
    assert.equal(lastWords('', 3), '')
  })
})
