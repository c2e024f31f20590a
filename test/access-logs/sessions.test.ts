import assert from 'node:assert/strict'
import { endlessRows } from '../../harness/model/endless-rows.ts'
import { BEGIN_MS, combined, lessonOf } from './lesson.ts'

const MINUTE_MS = 60_000
const VISITORS = [1, 2, 3, 4]

/** A line with a cookie and a latency in seconds; nginx stamps the end. */
const FORMAT = '$msec $cookie_sid $remote_user $remote_addr "$request" $status $request_time'

function line(atMs: number, cookie: string, path: string, latency = 0.1): string {
  return `${((BEGIN_MS + atMs) / 1_000).toFixed(3)} ${cookie} user 192.0.2.1 "GET ${path} HTTP/1.1" 200 ${latency}`
}

describe('a session in an access log', () => {
  it('is told by a cookie before a user, and by a user before an address', async () => {
    const log = VISITORS.flatMap((n) => [line(n, `c${n}`, '/home'), line(2_000 + n, `c${n}`, '/orders')]).sort()
    assert.equal((await lessonOf(log.join('\n'), { format: FORMAT })).model.sessions?.by, 'cookie')
    const users = VISITORS.flatMap((n) => [combined({ user: `u${n}` }), combined({ user: `u${n}` })])
    assert.equal((await lessonOf(users.join('\n'))).model.sessions?.by, 'user')
    const addresses = VISITORS.map((n) => `${combined({ address: '10.0.0.1' })} "192.0.2.${n}, 10.0.0.1"`)
    const lesson = await lessonOf(addresses.join('\n'))
    assert.equal(lesson.model.sessions?.by, 'address')
    assert.equal(lesson.model.sessions?.count, 4)
  })

  it('ends with half an hour of silence, and another begins', async () => {
    const visit = (minute: number) =>
      VISITORS.map((n) => combined({ atMs: BEGIN_MS + minute * MINUTE_MS, user: `u${n}` }))
    const count = async (...minutes: number[]) =>
      (await lessonOf(minutes.flatMap(visit).join('\n'))).model.sessions?.count
    assert.equal(await count(0, 29, 58), 4)
    assert.equal(await count(0, 30), 4)
    assert.equal(await count(0, 31), 8)
    assert.equal(await count(0, 10, 45, 70, 200), 12)
  })

  it('has think times from the end of a request to the start of the next', async () => {
    const log = VISITORS.flatMap((n) => [line(n, `c${n}`, '/home', 0.1), line(5_000 + n, `c${n}`, '/orders', 3)])
    const { model } = await lessonOf(log.toSorted().join('\n'), { format: FORMAT })
    const [row] = model.sessions?.transitions.filter(({ from }) => from === 'GET /home') ?? []
    assert.equal(row?.next[0]?.to, 'GET /orders')
    assert.ok(Math.abs((row?.next[0]?.thinkMs.mean ?? 0) - 2_000) <= 1, `${row?.next[0]?.thinkMs.mean}`)
  })

  it('that is under way when the log ends has not ended', async () => {
    const log = Array.from({ length: 600 }, (_, second) =>
      VISITORS.map((n) => combined({ atMs: BEGIN_MS + second * 1_000 + n, user: `u${n}${Math.floor(second / 100)}` })),
    ).flat()
    const { sessions } = (await lessonOf(log.join('\n'))).model
    // 24 sessions of 100 requests, of which the last four might have gone on.
    assert.equal(sessions?.count, 24)
    assert.ok(Math.abs((sessions?.transitions[0]?.ends ?? 0) - 20 / (24 * 99 + 20)) < 1e-9)
  })

  it('ends somewhere in the model, though none had ended when the log did', async () => {
    const log = Array.from({ length: 200 }, (_, n) =>
      combined({
        atMs: BEGIN_MS + n * 1_000,
        user: `u${n % 4}`,
        request: `GET /${n % 8 < 4 ? 'orders' : 'cart'} HTTP/1.1`,
      }),
    )
    const { sessions } = (await lessonOf(log.join('\n'))).model
    assert.deepEqual(endlessRows(sessions?.transitions ?? []), [])
    assert.ok((sessions?.transitions ?? []).every(({ ends }) => ends > 0 && ends < 0.05))
    assert.equal(sessions?.starts.length, 1)
  })

  it('is a machine’s after a thousand requests, and followed no further', async () => {
    const people = VISITORS.flatMap((n) =>
      Array.from({ length: 30 }, () => ({ user: `u${n}`, request: 'GET / HTTP/1.1' })),
    )
    const machine = Array.from({ length: 3_000 }, () => ({ user: 'probe', request: 'GET /health HTTP/1.1' }))
    const log = [...people, ...people.map((one) => ({ ...one, user: `${one.user}b` })), ...machine]
    const { sessions } = (await lessonOf(log.map((one, n) => combined({ ...one, atMs: BEGIN_MS + n * 10 })).join('\n')))
      .model
    const row = sessions?.transitions.find(({ from }) => from === 'GET /health')
    assert.ok(Math.abs((row?.ends ?? 0) - 1 / 1_000) < 1e-9)
    assert.equal(sessions?.meanRequests, (1_000 + 240) / 9)
  })
})
