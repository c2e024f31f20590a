import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { RehearsalError } from '../../../harness/errors.ts'
import { openStatusPage, type StatusPage } from '../../../harness/status/page/server.ts'
import { message, state } from '../../status/state.ts'
import { ask, deafViewer, Viewer } from './viewer.ts'

const LOOPBACK = { host: '127.0.0.1', port: 0 }

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return
    await sleep(10)
  }
  assert.fail(`not within 2 s: ${what}`)
}

describe('a status page', () => {
  let page: StatusPage
  beforeEach(async () => {
    page = await openStatusPage(LOOPBACK)
  })
  afterEach(() => page[Symbol.asyncDispose]())

  it('shows a reload what there is to see now', async () => {
    assert.match((await ask(page.url)).body, /has not begun yet/)
    page.show(state())
    assert.match((await ask(page.url)).body, /POST \/orders/)
    page.show(state({ act: { name: 'soak', sinceMs: 0 } }))
    const { status, headers, body } = await ask(page.url)
    assert.equal(status, 200)
    assert.match(body, /<p class="act">soak/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['access-control-allow-origin'], undefined)
    const { body: json } = await ask(`${page.url}status.json`)
    assert.equal(JSON.parse(json).act.name, 'soak')
  })

  it('tells twenty viewers and more of each message and state, the page in HTML and programs in JSON', async () => {
    const viewers = Array.from({ length: 24 }, (_, index) => new Viewer(`${page.url}events${index % 2 ? '?page' : ''}`))
    try {
      await until(() => page.viewers === 24, 'all are there')
      page.tell(message(1))
      page.show(state())
      await until(() => viewers.every(({ events }) => events.length === 2), 'all have heard')
      for (const [index, viewer] of viewers.entries()) {
        assert.deepEqual(JSON.parse(viewer.of('message')[0]?.data ?? ''), message(1))
        const [shown] = viewer.of(index % 2 ? 'page' : 'state')
        if (index % 2) assert.match(JSON.parse(shown?.data ?? '').main.clients, /POST \/orders/)
        else assert.deepEqual(JSON.parse(shown?.data ?? ''), state())
      }
    } finally {
      for (const viewer of viewers) viewer[Symbol.dispose]()
    }
    await until(() => page.viewers === 0, 'all have gone')
  })

  it('resumes after the message that a viewer saw last, with the present state', async () => {
    for (const number of [1, 2, 3]) page.tell(message(number))
    page.show(state())
    using viewer = new Viewer(`${page.url}events`, { 'last-event-id': '2' })
    await until(() => viewer.events.length === 2, 'both')
    assert.deepEqual(
      viewer.events.map(({ event, id }) => [event, id]),
      [
        ['message', '3'],
        ['state', ''],
      ],
    )
  })

  it('drops who does not read, and keeps the others', async () => {
    await using strict = await openStatusPage(LOOPBACK, { patienceMs: 1_000 })
    using reader = new Viewer(`${strict.url}events`)
    const deaf = deafViewer(strict.url)
    const gone = once(deaf, 'close')
    await until(() => strict.viewers === 2, 'both are there')
    // Larger than what the kernel keeps for a socket that nobody reads.
    const large = state({ doing: 'x'.repeat(1024 * 1024) })
    for (let turn = 0; turn < 60 && strict.viewers > 1; turn++) {
      strict.show(large)
      await sleep(50)
    }
    assert.equal(strict.viewers, 1)
    deaf.resume()
    await gone
    const before = reader.of('state').length
    assert.ok(before > 1)
    strict.show(state())
    await until(() => reader.of('state').length > before, 'the reader goes on')
  })

  it('takes no more viewers than it can serve, and has a browser ask again later', async () => {
    await using small = await openStatusPage(LOOPBACK, { most: 1 })
    using _first = new Viewer(`${small.url}events`)
    await until(() => small.viewers === 1, 'one')
    assert.equal((await ask(`${small.url}events`)).body, 'retry: 10000\n\n')
  })

  it('lets viewers know that it is still there', async () => {
    await using lively = await openStatusPage(LOOPBACK, { heartbeatMs: 20 })
    const response = await fetch(`${lively.url}events`)
    let heard = ''
    for await (const chunk of response.body ?? []) {
      heard += Buffer.from(chunk).toString()
      if (heard.includes(': still here\n\n')) break
    }
    assert.match(heard, /: still here\n\n/)
  })

  it('has no other path and takes nothing in', async () => {
    for (const path of ['index.html', 'events/', 'status.json?x', 'etc/passwd', 'events?page=1'])
      assert.equal((await ask(page.url + path)).status, 404, path)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await ask(page.url, { method })
      assert.deepEqual([status, headers.allow], [405, 'GET, HEAD'], method)
    }
    assert.deepEqual(await ask(page.url, { method: 'HEAD' }).then(({ status, body }) => [status, body]), [200, ''])
  })

  it('answers nobody who was led here by another name', async () => {
    for (const host of ['evil.example', 'evil.example:80', '127.0.0.1.evil.example'])
      for (const path of ['', 'events', 'status.json'])
        assert.equal((await ask(page.url + path, { headers: { host } })).status, 421, `${host} ${path}`)
    assert.equal((await ask(page.url, { headers: { host: 'localhost:1' } })).status, 200)
  })

  it('says goodbye and frees its port, viewers or not', async () => {
    const { url } = page
    const viewer = new Viewer(`${url}events?page`)
    const deaf = deafViewer(url)
    await until(() => page.viewers === 2, 'both are there')
    const startedAt = Date.now()
    await page[Symbol.asyncDispose]()
    assert.ok(Date.now() - startedAt < 1_500)
    await viewer.ended
    assert.equal(viewer.events.at(-1)?.event, 'end')
    deaf.destroy()
    await assert.rejects(ask(url), /ECONNREFUSED/)
    page = await openStatusPage({ host: '127.0.0.1', port: Number(new URL(url).port) })
  })

  it('does not begin where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await assert.rejects(
      openStatusPage({ host: '127.0.0.1', port }),
      (error: unknown) =>
        error instanceof RehearsalError &&
        error.code === 'port-taken' &&
        error.message === `expected to serve the status page on 127.0.0.1:${port}, found the port taken` &&
        error.hint === 'name another port with --status :PORT; :0 takes any that is free and prints it',
    )
    other.close()
  })
})
