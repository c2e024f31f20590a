import assert from 'node:assert/strict'
import { createReply } from '../../../harness/locks/proxy/reply.ts'
import { type Circumstances, type Part, routeQuery } from '../../../harness/locks/proxy/route.ts'
import { readyParser } from '../../../harness/sql/parse.ts'

describe('the reply to a simple Query that went in parts', () => {
  before(readyParser)

  const part = (sql: string): Part => {
    const known = { status: 'I', encoding: 'UTF8', standardStrings: true, serverVersion: '18.4' } as Circumstances
    const route = routeQuery(Buffer.from(sql), known)
    assert.ok(route.kind === 'parts' && route.parts[0])
    return route.parts[0]
  }
  /** Which messages reach the client, in order, when these come. */
  const passed = (sql: string, came: string, muted = false) => {
    const reply = createReply()
    reply.begin(part(sql), { last: true, muted, inBlock: muted })
    const heard: string[] = []
    for (const type of came) {
      const bytes = Buffer.from(`${type}\0\0\0\u0005\0`, 'latin1')
      reply.hear({ type, bytes }, (message) => void heard.push(message.toString('latin1', 0, 1)))
    }
    return heard.join('')
  }

  it('brings nothing that the simple protocol has not', () => {
    assert.equal(passed('SELECT 1', '12TDC3Z'), 'TDCZ')
    assert.equal(passed('DROP TABLE t', '12nC3Z'), 'CZ')
    assert.equal(passed('SELECT 1', '12DC312TDC3Z', true), 'TDCZ')
  })

  it('takes back CommandComplete when the commit fails, and columns when a write does', () => {
    assert.equal(passed('INSERT INTO t VALUES (1)', '12nC3NEZ'), 'NEZ')
    assert.equal(passed('INSERT INTO t VALUES (1) RETURNING id', '12TNEZ'), 'NEZ')
    assert.equal(passed('SELECT f()', '12TNEZ'), 'TNEZ')
  })

  it('reports settings and notifications after CommandComplete', () => {
    assert.equal(passed("SET TIME ZONE 'UTC'", '12nC3SZ'), 'CSZ')
    assert.equal(passed('NOTIFY a', '12nC3AZ'), 'CAZ')
  })
})
