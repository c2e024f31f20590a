import assert from 'node:assert/strict'
import type { LearnOptions } from '../../harness/access-logs/learn.ts'
import { BEGIN_MS, combined, endpoint, lessonOf } from './lesson.ts'

/** The same request in each format: 12 ms, 512 bytes, GET /orders/42. */
const AT = '21/Nov/2026:06:00:00 +0000'
const ISO = '2026-11-21T06:00:00+00:00'

const cases: readonly (readonly [format: string, line: string, options?: Partial<LearnOptions>])[] = [
  ['combined', combined({ request: 'GET /orders/42?page=2 HTTP/1.1' })],
  ['combined with X-Forwarded-For', `${combined({ request: 'GET /orders/42 HTTP/1.1' })} "203.0.113.7, 10.0.0.1"`],
  ['combined with the virtual host', `shop.example:443 ${combined({ request: 'GET /orders/42 HTTP/1.1' })}`],
  ['common', `192.0.2.1 - - [${AT}] "GET /orders/42 HTTP/1.1" 200 512`],
  [
    'nginx log_format',
    `192.0.2.1 | ${ISO} | GET | /orders/42 | 200 | 512 | 0.012 | shop.example`,
    {
      format:
        '$remote_addr | $time_iso8601 | $request_method | $request_uri | $status | $body_bytes_sent | $request_time | $host',
    },
  ],
  [
    'nginx log_format',
    `1795240800.123 "GET /orders/42 HTTP/2.0" 200 512 0.012`,
    { format: `\${msec} "$request" $status $bytes_sent $request_time` },
  ],
  [
    'Apache LogFormat',
    `192.0.2.1 [${AT}] "GET /orders/42 HTTP/1.1" 200 512 12000`,
    { format: '%h %t \\"%r\\" %>s %O %D' },
  ],
  [
    'JSON lines',
    `{"time_iso8601":"${ISO}","request_method":"GET","request_uri":"\\/orders\\/42?a=\\u00e9","status":"200","body_bytes_sent":512,"request_time":"0.012"}`,
  ],
  [
    'JSON lines',
    `{"level":"info","ts":1795240800.5,"msg":"handled","request":{"headers":{"Cookie":["}"]},"method":"GET","uri":"/orders/42"},"duration":0.012,"size":512,"status":200}`,
    { fields: { latency: 'duration:s' } },
  ],
  ['CSV', `date,method,url,status,bytes,latency_ms\n${ISO},GET,https://shop.example/orders/42,200,512,12`],
  [
    'CSV',
    `"time";"verb";"path";"code";"size";"took"\n"${ISO}";GET;"/orders/42";200;512;12`,
    { fields: { latency: 'took:ms' } },
  ],
]

describe('the format of an access log', () => {
  for (const [format, log, options = {}] of cases) {
    it(`${format} is recognised and read: ${log.split('\n').at(-1)?.slice(0, 60)}`, async () => {
      const lesson = await lessonOf(log, { format: undefined, ...options })
      assert.equal(lesson.model.learned.format, format)
      assert.equal(lesson.model.learned.broken, 0)
      const { latencyMs, responseBytes, status } = endpoint(lesson, 'GET /orders/:id')
      assert.deepEqual(status, [{ code: 200, share: 1 }])
      assert.deepEqual(responseBytes, { p50: 512, p99: 512 })
      assert.equal(
        latencyMs === null ? null : Math.round(latencyMs.p50),
        log.includes('12') && /0\.012|12000|,12$|;12$/.test(log) ? 12 : null,
      )
    })
  }

  it('is the same however the bytes arrive', async () => {
    const log = Array.from({ length: 50 }, (_, n) =>
      combined({ request: `GET /orders/${n} HTTP/1.1`, user: `u${n % 7}` }),
    ).join('\r\n')
    const whole = await lessonOf(log)
    assert.deepEqual((await lessonOf(log, { pieces: 7 })).model, whole.model)
    assert.equal(whole.model.learned.lines, 50)
  })

  it('is not guessed for a latency without a unit, and the user is told', async () => {
    const told: string[] = []
    const log = `{"time":"${ISO}","method":"GET","path":"/orders/42","status":200,"duration":12}`
    const lesson = await lessonOf(log, { onFormat: ({ reading }) => told.push(...reading) })
    assert.equal(endpoint(lesson, 'GET /orders/:id').latencyMs, null)
    assert.equal(told.at(-1), 'no latency: the unit of duration is not known, say --fields latency=duration:ms')
  })

  it('is a HAR, of which other sites and bodies are left out', async () => {
    const entry = (url: string, time: number) => ({
      startedDateTime: '2026-11-21T06:00:00.100Z',
      time,
      request: { method: 'POST', url, bodySize: 34, postData: { text: '{"card":"4111111111111111"}' } },
      response: { status: 201, bodySize: 512 },
    })
    const entries = [entry('https://www.shop.example/orders/42/falcon', 12), entry('https://ads.example.com/pixel', 3)]
    const lesson = await lessonOf(JSON.stringify({ log: { version: '1.2', entries } }, null, 2))
    assert.deepEqual(
      lesson.model.endpoints.map(({ name }) => name),
      ['POST /orders/:id/falcon'],
    )
    assert.deepEqual(lesson.remarks, ["1 requests to other sites than the first one's were left out"])
    assert.equal(lesson.model.learned.format, 'HAR')
    assert.equal(JSON.stringify(lesson).includes('4111'), false)
  })

  it('is a HAR with a byte order mark, and a broken one is not quoted', async () => {
    const entry = {
      startedDateTime: '2026-11-21T06:00:00.100Z',
      time: 12,
      request: { method: 'GET', url: 'https://shop.example/orders' },
      response: { status: 200 },
    }
    const har = JSON.stringify({ log: { entries: [entry] } })
    assert.equal((await lessonOf(`\ufeff${har}`)).model.learned.format, 'HAR')
    await assert.rejects(lessonOf(har.replace('12', 'john@secret.example "x" oops')), {
      message: 'expected a HAR, found no JSON, or a part of it',
    })
  })

  it('is not what names of fields are for where it has none', async () => {
    await assert.rejects(lessonOf(combined({}), { fields: { latency: 'took:ms' } }), {
      code: 'usage',
      message:
        'expected --fields with JSON lines or CSV, found a log in the format combined, whose fields have no names',
    })
    const har = '{"log":{"entries":[]}}'
    await assert.rejects(lessonOf(har, { fields: { latency: 'time:ms' } }), {
      code: 'usage',
      message: 'expected --fields with JSON lines or CSV, found a HAR, which says itself what is what',
      hint: 'leave --fields out; for a log that is no HAR, say so: --format json',
    })
    await assert.rejects(lessonOf(`date,method,url,status\n${ISO},GET,/,200`, { fields: { latency: 'nope:ms' } }), {
      message: 'expected --fields to name columns of the CSV, found no nope among date, method, url, status',
    })
    const told: string[] = []
    const log = `{"time":"${ISO}","method":"GET","path":"/","status":200}`
    await lessonOf(log, { fields: { latency: 'nope:ms' }, onFormat: ({ reading }) => told.push(...reading) })
    assert.equal(told.at(-1), 'latency in nope, which the first lines do not have')
  })

  it('is refused with carriage returns alone, which would be one line', async () => {
    await assert.rejects(lessonOf(Array.from({ length: 100 }, () => combined({})).join('\r')), {
      message: 'expected lines that end in a line feed, found carriage returns alone',
      hint: "turn them into line feeds: tr '\\r' '\\n' < access.log | fulldress learn -",
    })
  })

  it('has no latency of more than a day', async () => {
    const line = (took: string) =>
      `{"ts":${BEGIN_MS / 1_000},"method":"GET","path":"/","status":200,"latency_ms":${took}}`
    const lesson = await lessonOf([line('12'), line('1e300'), line('86400001')].join('\n'))
    assert.equal(Math.round(endpoint(lesson, 'GET /').latencyMs?.p99 ?? 0), 12)
    assert.ok((lesson.model.concurrency?.byLittlesLaw ?? 0) < 1)
  })

  it('counts broken lines and shows the first of them without what they say', async () => {
    const lines = [
      combined({}),
      'Alice 4711 was here',
      combined({}),
      combined({ request: '\\x16\\x03\\x01' }),
      combined({ status: 999 }),
    ]
    const { model, brokenExamples } = await lessonOf(lines.join('\n'))
    assert.equal(model.learned.broken, 3)
    assert.equal(model.learned.lines, 5)
    assert.equal(brokenExamples[0], 'line 2: Aaaaa 9999 aaa aaaa')
    assert.match(brokenExamples[1] ?? '', /^line 4: 999\.9\.9\.9 - -/)
  })

  it('is asked for where no line is a request', async () => {
    await assert.rejects(lessonOf('hello Alice\n42 more\n'), {
      code: 'usage',
      message:
        'expected an access log in the combined or common format, JSON lines, HAR, or CSV with a header, found a first line that looks like aaaaa Aaaaa',
      hint: "give the format as the server's configuration has it, in single quotes: --format '$remote_addr [$time_local] \"$request\" $status'",
    })
    await assert.rejects(lessonOf('hello Alice\n42 more\n', { format: 'combined' }), {
      message: 'expected requests in the format combined, found no request in 2 lines, such as line 1: aaaaa Aaaaa',
    })
    await assert.rejects(lessonOf(''), { code: 'usage' })
  })

  it('is refused without a status, and where JSON has no field for it', async () => {
    await assert.rejects(lessonOf(combined({}), { format: '$remote_addr [$time_local] "$request"' }), {
      message: 'expected a log format with the status, found 3 variables without in --format',
    })
    await assert.rejects(lessonOf('{"time":1,"path":"/","method":"GET"}'), {
      message: 'expected JSON lines with a field for status, found time, path, method',
    })
  })

  it('is of no use where the lines are not in order of time', async () => {
    const day = (offset: number) =>
      Array.from({ length: 60 }, (_, n) => combined({ atMs: Date.UTC(2026, 10, 21) - offset + n * 60_000 }))
    await assert.rejects(lessonOf([...day(0), ...day(86_400_000)].join('\n')), {
      message: 'expected lines in order of time, found 50 % of them minutes older than lines before them',
    })
  })
})
