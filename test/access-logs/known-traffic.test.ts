import assert from 'node:assert/strict'
import { BEGIN_MS, combined, endpoint, lessonOf, randomNumbers } from './lesson.ts'

const ENDPOINTS = ['GET /home', 'GET /orders/7', 'POST /orders', 'GET /search'] as const
const NAMES = ['GET /home', 'GET /orders/:id', 'POST /orders', 'GET /search'] as const
/** Rows: from; columns: to; what is missing from 1 ends the session. */
const MATRIX = [
  [0.1, 0.35, 0, 0.35],
  [0.05, 0.3, 0.4, 0.05],
  [0.3, 0.2, 0, 0],
  [0.1, 0.6, 0, 0.2],
] as const
const STARTS = [0.7, 0, 0, 0.3] as const
const SESSIONS_PER_SECOND = 4
const HOURS = 1
const THINK_MS = 8_000

interface Visit {
  readonly atMs: number
  readonly user: string
  readonly endpoint: number
}

/** Sessions that begin independently of each other and go from endpoint to endpoint as the matrix says. */
function visits(seed: number): readonly Visit[] {
  const random = randomNumbers(seed)
  const exponential = (mean: number) => -Math.log(1 - random()) * mean
  const pick = (shares: readonly number[]) => {
    let left = random()
    for (const [index, share] of shares.entries()) {
      left -= share
      if (left < 0) return index
    }
    return null
  }
  const all: Visit[] = []
  const endMs = HOURS * 3_600_000
  for (let beginMs = -600_000, n = 0; beginMs < endMs; beginMs += exponential(1_000 / SESSIONS_PER_SECOND), n++) {
    let at = beginMs
    for (let step = pick(STARTS); step !== null; step = pick(MATRIX[step] ?? [])) {
      if (at >= 0 && at < endMs) all.push({ atMs: BEGIN_MS + at, user: `user${n}`, endpoint: step })
      at += exponential(THINK_MS)
    }
  }
  return all.toSorted((one, other) => one.atMs - other.atMs)
}

describe('traffic that is known beforehand', function () {
  this.timeout(30_000)

  for (const seed of [3, 17]) {
    it(`is learned with its rates within 2 % and its matrix within 0.02, seed ${seed}`, async () => {
      const known = visits(seed)
      const log = known.map(({ atMs, user, endpoint: index }) =>
        combined({ atMs, user, request: `${ENDPOINTS[index]} HTTP/1.1` }),
      )
      const lesson = await lessonOf(log.join('\n'))
      for (const [index, name] of NAMES.entries()) {
        const count = known.filter((visit) => visit.endpoint === index).length
        const { requests, perSecond, dispersion } = endpoint(lesson, name)
        assert.equal(requests, count)
        assert.ok(Math.abs(perSecond / (count / (HOURS * 3_600)) - 1) < 0.02, `${name} at ${perSecond}/s`)
        assert.equal(dispersion?.arrivals, 'poisson', `${name} ${dispersion?.index}`)
      }
      const { sessions, peak } = lesson.model
      assert.equal(sessions?.by, 'user')
      for (const [from, row] of MATRIX.entries()) {
        const learned = sessions?.transitions.find((one) => one.from === NAMES[from])
        for (const [to, share] of row.entries()) {
          const found = learned?.next.find((one) => one.to === NAMES[to])
          assert.ok(
            Math.abs((found?.share ?? 0) - share) < 0.02,
            `${NAMES[from]} → ${NAMES[to]} ${found?.share}, is ${share}`,
          )
          if (share > 0.1)
            assert.ok(Math.abs((found?.thinkMs.mean ?? 0) / THINK_MS - 1) < 0.1, `${found?.thinkMs.mean}`)
        }
        const ends = 1 - row.reduce<number>((sum, share) => sum + share, 0)
        assert.ok(Math.abs((learned?.ends ?? 0) - ends) < 0.02, `${NAMES[from]} ends ${learned?.ends}, is ${ends}`)
      }
      // Sessions that follow the matrix, at this rate, are the requests of the peak.
      assert.ok(Math.abs((sessions?.peakPerSecond ?? 0) * expectedRequests() - peak.perSecond) / peak.perSecond < 0.05)
    })
  }

  it('has its peak where it was busiest', async () => {
    const log = Array.from({ length: 60 }, (_, minute) =>
      Array.from({ length: minute >= 20 && minute < 25 ? 300 : 100 }, (_, n) =>
        combined({ atMs: BEGIN_MS + minute * 60_000 + n * 200 }),
      ),
    ).flat()
    const { model } = await lessonOf(log.join('\n'), { windowMinutes: 5 })
    assert.deepEqual(model.peak, { afterMs: 20 * 60_000, lengthMs: 5 * 60_000, perSecond: 5 })
    assert.deepEqual(model.endpoints[0]?.peakPerMinute, [300, 300, 300, 300, 300])
  })

  it('is even where a clock sends it, and bursty where it comes in heaps', async () => {
    const clock = Array.from({ length: 3_000 }, (_, n) => combined({ atMs: BEGIN_MS + n * 250 }))
    const heaps = Array.from({ length: 3_000 }, (_, n) =>
      combined({ atMs: BEGIN_MS + Math.floor(n / 20) * 5_000, request: 'GET /orders HTTP/1.1' }),
    )
    const seldom = Array.from({ length: 500 }, (_, n) => combined({ atMs: BEGIN_MS + n * 10_000 }))
    assert.equal((await lessonOf(clock.join('\n'))).model.endpoints[0]?.dispersion?.arrivals, 'even')
    assert.equal((await lessonOf(heaps.join('\n'))).model.endpoints[0]?.dispersion?.arrivals, 'bursty')
    assert.deepEqual((await lessonOf(seldom.join('\n'))).model.endpoints[0]?.dispersion?.arrivals, 'even')
    assert.equal((await lessonOf(clock.slice(0, 40).join('\n'))).model.endpoints[0]?.dispersion, null)
  })

  it('has as many requests in flight as rate and latency say', async () => {
    const random = randomNumbers(5)
    const lines = Array.from({ length: 40_000 }, (_, n) => {
      const latency = 0.2 + random() * 0.6
      return `{"ts":${(BEGIN_MS / 1_000 + n / 40 + latency).toFixed(3)},"method":"GET","path":"/","status":200,"request_time":${latency.toFixed(3)}}`
    })
    const { concurrency } = (await lessonOf(lines.join('\n'))).model
    assert.ok(Math.abs((concurrency?.byLittlesLaw ?? 0) - 20) < 0.4, `${concurrency?.byLittlesLaw}`)
    assert.ok(Math.abs((concurrency?.mean ?? 0) - 20) < 0.4, `${concurrency?.mean}`)
    assert.ok((concurrency?.peakPerMinute ?? []).every((mean) => Math.abs(mean - 20) < 0.5))
    assert.equal(concurrency?.peakPerMinute.length, 10)
  })

  it('has sessions of visitors alone: what looks after health the whole day is none, and has a rate of its own', async () => {
    const known = visits(29).filter(({ atMs }) => atMs < BEGIN_MS + 1_800_000)
    const people = known.map((visit) => ({ ...visit, request: `${ENDPOINTS[visit.endpoint]} HTTP/1.1` }))
    const checks = Array.from({ length: 18_000 }, (_, n) => ({
      atMs: BEGIN_MS + n * 100,
      user: '-',
      request: 'GET /health HTTP/1.1',
    }))
    const log = [...people, ...checks].toSorted((one, other) => one.atMs - other.atMs)
    const { model } = await lessonOf(log.map(combined).join('\n'))
    const { sessions, peak } = model
    assert.equal(sessions?.by, 'user')
    assert.equal(
      sessions?.starts.some((one) => one.endpoint === 'GET /health'),
      false,
    )
    const withoutChecks = peak.perSecond - 10
    assert.ok(Math.abs((sessions?.peakPerSecond ?? 0) * expectedRequests() - withoutChecks) / withoutChecks < 0.06)
  })

  it('has no sessions where the log does not tell visitors apart', async () => {
    assert.equal((await lessonOf(Array.from({ length: 50 }, () => combined({})).join('\n'))).model.sessions, null)
    const proxied = Array.from({ length: 3_000 }, (_, n) =>
      combined({ atMs: BEGIN_MS + n * 100, agent: `Browser/${n % 5}` }),
    )
    assert.equal((await lessonOf(proxied.join('\n'))).model.sessions, null)
  })
})

/** Requests of a session, summed over its steps. */
function expectedRequests(): number {
  let under: readonly number[] = STARTS
  let requests = 0
  for (let step = 0; step < 500; step++) {
    requests += under.reduce((sum, share) => sum + share, 0)
    under = NAMES.map((_, to) => under.reduce((sum, share, from) => sum + share * (MATRIX[from]?.[to] ?? 0), 0))
  }
  return requests
}
