import assert from 'node:assert/strict'
import { type Lost, lostInWords } from '../../harness/status/notify/lost.ts'
import { worst } from '../../harness/status/state.ts'

const CHANNEL = { name: 'ops.example.com', told: 9 }

function lost(reason: string, unconfirmed: boolean): Lost {
  return { channel: CHANNEL.name, number: 1, reason, unconfirmed }
}

describe('what a channel lost', () => {
  it('is told apart from what was sent and not answered', () => {
    const [refused, unsure] = [lost('HTTP 500', false), lost('no answer within 5 s', true)]
    assert.equal(lostInWords([refused, refused], CHANNEL), '2 of 9 messages did not reach ops.example.com (HTTP 500)')
    assert.equal(
      lostInWords([unsure, unsure], CHANNEL),
      '2 of 9 messages are not confirmed by ops.example.com (no answer within 5 s)',
    )
    assert.equal(
      lostInWords([refused, unsure], CHANNEL),
      '1 of 9 messages did not reach ops.example.com (HTTP 500), 1 is not confirmed by it (no answer within 5 s)',
    )
  })
})

describe('findings on a status page', () => {
  it('are cut in all that may be long', () => {
    const [only] = worst([
      { check: 'x', severity: 'blocker', subject: 's'.repeat(201), summary: 'm'.repeat(401), remedy: '', evidence: [] },
    ]).findings
    assert.deepEqual([only?.subject.length, only?.summary.length], [201, 401])
    assert.ok(only?.subject.endsWith('s…'))
  })
})
