import assert from 'node:assert/strict'
import { BEGIN_MS, combined, endpoint, lessonOf } from './lesson.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Lines from `fromMs` after the beginning on, each `everyMs` after the other, of thirty visitors. */
function lines(count: number, everyMs: number, fromMs = 0, path = '/orders'): string[] {
  return Array.from({ length: count }, (_, n) => {
    const atMs = BEGIN_MS + fromMs + n * everyMs
    return combined({ atMs, address: `192.0.2.${n % 30}`, request: `GET ${path} HTTP/1.1` })
  })
}

describe('the busiest stretch before a silence', () => {
  it('is the peak, though its minutes are long past when the next request comes', async () => {
    const log = [...lines(1_200, 100), ...lines(120, 60_000, HOUR_MS, '/items')]
    const lesson = await lessonOf(log.join('\n'))
    assert.deepEqual(lesson.model.peak, { afterMs: 0, lengthMs: 600_000, perSecond: 2 })
    assert.equal(endpoint(lesson, 'GET /orders').peakPerSecond, 2)
    assert.deepEqual(endpoint(lesson, 'GET /orders').peakPerMinute, [600, 600, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('is the peak at the end of a shift, to its last minute', async () => {
    const shift = (fromMs: number) => [...lines(600, 10_000, fromMs), ...lines(1_440, 500, fromMs + 6_000_000)]
    const log = [...shift(0), ...shift(DAY_MS), ...lines(1, 1, 2 * DAY_MS)]
    const { peak } = (await lessonOf(log.join('\n'))).model
    assert.equal(peak.perSecond, 2)
  })

  it('is the peak of two bursts that lie an hour apart', async () => {
    const log = [...lines(200, 100), ...lines(200, 100, HOUR_MS)]
    const { peak } = (await lessonOf(log.join('\n'))).model
    assert.equal(peak.afterMs, 0)
    assert.ok(Math.abs(peak.perSecond - 200 / 600) < 1e-9, `${peak.perSecond}`)
  })

  it('has in flight what was in flight in it', async () => {
    const line = (atMs: number, latency: number) =>
      JSON.stringify({ ts: (BEGIN_MS + atMs) / 1_000, method: 'GET', path: '/', status: 200, request_time: latency })
    const burst = Array.from({ length: 6_000 }, (_, n) => line(1_000 + n * 100, 0.5))
    const trickle = Array.from({ length: 60 }, (_, n) => line(2 * HOUR_MS + n * 60_000, 0.5))
    const { concurrency, peak } = (await lessonOf([...burst, ...trickle].join('\n'))).model
    assert.ok(peak.perSecond > 9.9, `${peak.perSecond}`)
    assert.ok((concurrency?.peakPerMinute ?? []).every((mean) => Math.abs(mean - 5) < 0.2))
  })
})

describe('one wrong stamp in an access log', () => {
  const good = lines(5_000, 1_000)
  const stamped = (atMs: number) => combined({ atMs, address: '192.0.2.1', request: 'GET /orders HTTP/1.1' })
  const far: readonly (readonly [where: string, place: number, offMs: number])[] = [
    ['thirty days ahead near the start', 100, 30 * DAY_MS],
    ['five hundred days old in the first line', 0, -500 * DAY_MS],
    ['thirty days old in the first line', 0, -30 * DAY_MS],
    ['thirty days ahead in the first line', 0, 30 * DAY_MS],
    ['thirty days ahead near the end', 4_900, 30 * DAY_MS],
    ['thirty days ahead in the last line but two', 4_998, 30 * DAY_MS],
    ['thirty days ahead in the last line', 5_000, 30 * DAY_MS],
    ['an hour and a half ahead', 2_000, 2 * HOUR_MS],
  ]
  for (const [where, place, offMs] of far) {
    it(`costs that line alone, ${where}`, async () => {
      const { model, remarks, brokenExamples } = await lessonOf(
        good.toSpliced(place, 0, stamped(BEGIN_MS + offMs)).join('\n'),
      )
      assert.deepEqual(model.learned, {
        format: 'combined',
        lines: 5_001,
        broken: 1,
        spanMs: 5_000_000,
        leftOut: { endpoints: 0, requests: 0 },
      })
      assert.equal(model.endpoints[0]?.requests, 5_000)
      assert.deepEqual(remarks, ['1 line was left out: its time is far from those of the lines around it'])
      assert.match(brokenExamples[0] ?? '', new RegExp(`^line ${place + 1}: 999\\.`))
    })
  }

  it('is none where the log was silent, for a night or for weeks', async () => {
    for (const silenceMs of [10 * HOUR_MS, 20 * DAY_MS]) {
      const { model, remarks } = await lessonOf([...good, ...lines(100, 1_000, 5_000_000 + silenceMs)].join('\n'))
      assert.equal(model.endpoints[0]?.requests, 5_100)
      assert.deepEqual(remarks, [])
    }
  })

  it('is none in a log of one request a day', async () => {
    const { model } = await lessonOf(lines(30, DAY_MS).join('\n'))
    assert.equal(model.endpoints[0]?.requests, 30)
    assert.equal(model.learned.broken, 0)
  })

  it('is a refusal where many are so', async () => {
    const log = good
      .slice(0, 100)
      .flatMap((line, n) => (n % 10 === 9 ? [line, stamped(BEGIN_MS + 30 * DAY_MS)] : [line]))
    await assert.rejects(lessonOf(log.join('\n')), {
      code: 'usage',
      message: 'expected times that follow each other, found 10 of 110 lines far from those around them',
    })
  })

  it('leaves JSON lines as they were written while they wait', async () => {
    const log = Array.from(
      { length: 20 },
      (_, n) => `{"ts":${BEGIN_MS / 1_000 + n * 600},"method":"GET","url":"\\/orders\\/${n}\\u002fitems","status":200}`,
    )
    const { model } = await lessonOf(log.join('\n'))
    assert.deepEqual(
      model.endpoints.map(({ name, requests }) => [name, requests]),
      [['GET /orders/:id/items', 20]],
    )
  })
})
