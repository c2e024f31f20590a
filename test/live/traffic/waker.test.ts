import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWaker } from '../../../harness/traffic/waker.ts'

describe('the waker', () => {
  it('calls when an arrival is due, and not for those that share a call', async () => {
    await using waker = await startWaker('127.77.203.1')
    const calls: number[] = []
    const socket = await callIn(waker.url)
    socket.on('data', (frames: Buffer) => {
      for (let at = 0; at < frames.length; at += 2) calls.push(Date.now())
      assert.equal(frames.toString('hex').replaceAll('8a00', ''), '')
    })
    const epochMs = Date.now() + 50
    waker.begin(epochMs, { orders: { periodMs: 1000, offsetsMs: [0, 100, 100.1, 200] } })
    await sleep(epochMs + 400 - Date.now())
    assert.equal(calls.length, 3)
    const after = calls.map((atMs) => atMs - epochMs)
    assert.ok(
      [0, 100, 200].every((dueMs, index) => (after[index] ?? -1) >= dueMs),
      `${after}`,
    )
    socket.destroy()
  })
})

async function callIn(url: string): Promise<Duplex> {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
  const asked = request(url.replace('ws:', 'http:'), { headers })
  asked.end()
  const [response, socket] = (await once(asked, 'upgrade')) as [{ headers: Record<string, string> }, Duplex]
  // The key and the answer of RFC 6455's own example.
  assert.equal(response.headers['sec-websocket-accept'], 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
  return socket
}
