import assert from 'node:assert/strict'
import { NotifyChannel, type Patience } from '../../../harness/status/notify/channel.ts'
import type { Lost } from '../../../harness/status/notify/lost.ts'
import { notifyTarget } from '../../../harness/status/notify/target.ts'
import { message } from '../../status/state.ts'
import { deadAddress, fakeChannel } from './channels.ts'

const PATIENT: Patience = { postMs: 5_000, retryAfterMs: 20, hurryMs: 5_000, farewellMs: 10_000 }
const HASTY: Patience = { postMs: 200, retryAfterMs: 20, hurryMs: 100, farewellMs: 600 }

/** Tells three messages and closes; what was lost, and how long that took. */
async function tellThree(
  url: string,
  patience = PATIENT,
): Promise<{ readonly lost: readonly Lost[]; readonly tookMs: number }> {
  const channel = new NotifyChannel(notifyTarget(url), patience)
  for (const number of [1, 2, 3]) channel.tell(message(number))
  const startedAt = Date.now()
  const lost = await channel.close()
  return { lost, tookMs: Date.now() - startedAt }
}

function reasons(lost: readonly Lost[]): readonly string[] {
  return lost.map(({ number, reason }) => `${number}: ${reason}`)
}

describe('a channel that is told of a run', () => {
  it('gets each message once and in order', async () => {
    await using server = await fakeChannel('takes')
    assert.deepEqual((await tellThree(server.url)).lost, [])
    assert.deepEqual(server.bodies, [message(1), message(2), message(3)])
  })

  it('gets text alone where it is Slack', async () => {
    await using server = await fakeChannel('takes')
    await tellThree(`slack:${server.url}`)
    assert.deepEqual(server.bodies, [{ text: 'message 1' }, { text: 'message 2' }, { text: 'message 3' }])
  })

  it('is tried once more when it fails', async () => {
    await using server = await fakeChannel('recovers')
    assert.deepEqual((await tellThree(server.url)).lost, [])
    assert.deepEqual(
      server.bodies.map(({ number }) => number),
      [1, 1, 2, 3],
    )
  })

  it('is given up with a reason when it answers with an error', async () => {
    await using server = await fakeChannel('fails')
    const { lost } = await tellThree(server.url)
    assert.deepEqual(reasons(lost), ['1: HTTP 500', '2: HTTP 500', '3: HTTP 500'])
    assert.equal(server.bodies.length, 6)
  })

  it('is given up when nobody listens, and its address is not told', async () => {
    const { lost } = await tellThree(await deadAddress())
    assert.deepEqual(reasons(lost), ['1: ECONNREFUSED', '2: ECONNREFUSED', '3: ECONNREFUSED'])
    assert.doesNotMatch(JSON.stringify(lost), /s3cret/)
  })

  it('costs no more than its time when it hangs, and the last message is tried all the same', async () => {
    await using server = await fakeChannel('hangs')
    const { lost, tookMs } = await tellThree(server.url, HASTY)
    assert.ok(tookMs < 1_000, `${tookMs} ms`)
    assert.deepEqual(
      lost.map(({ number }) => number),
      [1, 2, 3],
    )
    assert.equal(lost[0]?.reason, 'no answer within 0.2 s')
    assert.equal(lost[1]?.reason, 'the command ended before its turn')
    assert.ok(server.bodies.some(({ number }) => number === 3))
    // What nobody answered may have arrived: it is sent once.
    assert.deepEqual(
      server.bodies.map(({ number }) => number),
      [1, 3],
    )
    assert.deepEqual(
      lost.map(({ unconfirmed }) => unconfirmed),
      [true, false, true],
    )
  })

  it('is not followed to another host', async () => {
    await using server = await fakeChannel('redirects')
    assert.deepEqual(reasons((await tellThree(server.url)).lost), ['1: HTTP 307', '2: HTTP 307', '3: HTTP 307'])
  })
})
