import assert from 'node:assert/strict'
import type { News } from '../../harness/status/audience.ts'
import { relayTo } from '../../harness/status/relay.ts'
import { message, state } from './state.ts'

function slowChannel() {
  const sent: News[] = []
  const answers: (() => void)[] = []
  const channel = {
    connected: true,
    send(news: News, answer: (error: Error | null) => void) {
      sent.push(news)
      answers.push(() => answer(null))
    },
  }
  return { channel, sent, answer: () => answers.shift()?.() }
}

const shown = { kind: 'state', state: state() } as const
const told = { kind: 'message', message: message(1) } as const

describe('what is handed to the process outside', () => {
  it('leaves states out while one is on its way, and no message', () => {
    const { channel, sent, answer } = slowChannel()
    const relay = relayTo(channel, true)
    for (const news of [shown, shown, told, shown]) relay.tell(news)
    assert.deepEqual(sent, [shown, told])
    answer()
    answer()
    relay.tell(shown)
    assert.equal(sent.length, 3)
  })

  it('has left when it is closed', async () => {
    const { channel, answer } = slowChannel()
    const relay = relayTo(channel, true)
    relay.tell(told)
    let closed = false
    const closing = relay[Symbol.asyncDispose]().then(() => {
      closed = true
    })
    await new Promise((done) => setImmediate(done))
    assert.equal(closed, false)
    answer()
    await closing
    assert.equal(closed, true)
  })

  it('goes nowhere once nobody is there', async () => {
    const { channel, sent } = slowChannel()
    const relay = relayTo({ ...channel, connected: false }, true)
    relay.tell(told)
    await relay[Symbol.asyncDispose]()
    assert.deepEqual(sent, [])
  })
})
