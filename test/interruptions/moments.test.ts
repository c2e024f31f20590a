import assert from 'node:assert/strict'
import { chooseMoments, momentsOf } from '../../harness/interruptions/moments.ts'
import { committedBy } from '../../harness/interruptions/script.ts'
import { readyParser } from '../../harness/sql/parse.ts'
import { scriptOf } from './script.ts'

const told = (moments: ReturnType<typeof momentsOf>) =>
  moments.map(({ statement, when, way }) => `${way} ${when} ${statement.index}`)

describe('moments at which a migration is stopped', () => {
  before(readyParser)

  it('are after each statement that writes, in both ways, and none after one that reads', () => {
    const script = scriptOf(['BEGIN', 'SELECT 1', 'CREATE TABLE a (x int)', 'COMMIT'], ['SHOW all'])
    assert.deepEqual(told(momentsOf(script)), [
      'terminate after 3',
      'kill after 3',
      'terminate after 4',
      'kill after 4',
    ])
  })

  it('are within a statement that commits in steps, which a server without its client completes', () => {
    const script = scriptOf(['CREATE INDEX CONCURRENTLY a ON orders (x)'], ['SELECT 1'])
    assert.deepEqual(told(momentsOf(script)), ['terminate during 1', 'kill during 1', 'terminate after 1'])
    assert.deepEqual(
      script.map(({ waitsAt }) => waitsAt),
      ['orders', null],
    )
  })

  it('are within a statement that takes long, in a transaction as well', () => {
    const script = scriptOf(['BEGIN', { sql: 'UPDATE a SET x = 1', ms: 900 }, 'COMMIT'], ['SELECT 1'])
    assert.deepEqual(told(momentsOf(script)).slice(0, 4), [
      'terminate during 2',
      'kill during 2',
      'terminate after 2',
      'kill after 2',
    ])
  })

  it('are none within what does nothing, nor after the last word of all', () => {
    const script = scriptOf(['DROP INDEX CONCURRENTLY IF EXISTS a'])
    assert.deepEqual(told(momentsOf(script)), ['kill after 1'])
  })

  it('leave out the tool’s death between the statements of one string', () => {
    const script = scriptOf([{ sql: 'CREATE TABLE a ()', heardAlone: false }, 'CREATE TABLE b ()'], ['SELECT 1'])
    assert.deepEqual(told(momentsOf(script)), ['terminate after 1', 'terminate after 2', 'kill after 2'])
  })

  it('are chosen by what they leave: first within steps, then after commits, each in both ways', () => {
    const script = scriptOf(
      ['BEGIN', 'CREATE TABLE a ()', 'CREATE TABLE b ()', 'COMMIT'],
      ['CREATE INDEX CONCURRENTLY i ON a (x)'],
      ['SELECT 1'],
    )
    const moments = momentsOf(script)
    assert.deepEqual(told(chooseMoments(moments, 2)), ['terminate during 5', 'kill during 5'])
    assert.deepEqual(told(chooseMoments(moments, 4)), [
      'terminate after 4',
      'terminate during 5',
      'kill during 5',
      'terminate after 5',
    ])
    assert.deepEqual(chooseMoments(moments, 99), moments)
  })

  it('leave committed what their transactions had finished', () => {
    const script = scriptOf(['BEGIN', 'CREATE TABLE a ()', 'COMMIT'], ['CREATE TABLE b ()'])
    assert.deepEqual(
      [0, 1, 2, 3].map((position) => committedBy(script, position)),
      [0, 0, 3, 4],
    )
  })
})
