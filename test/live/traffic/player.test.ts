import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { RehearsalError } from '../../../harness/errors.ts'
import { digestFile } from '../../../harness/journal/side-file.ts'
import type { Timeline } from '../../../harness/model/timeline.ts'
import { describeForEachK6 } from './k6-versions.ts'
import { close, FRONT_IP, last, listen, playPhase, portOf, stage } from './staged.ts'

const HOME = `import http from 'k6/http'
export function home() { http.get(\`\${__ENV.BASE_URL}/home\`) }
`

describeForEachK6('traffic', (k6) => {
  it('keeps the rate, and is ended from inside', async function () {
    this.timeout(30_000)
    await using staged = await stage((_request, response) => response.end('ok'))
    const script = staged.script('home.js', HOME)
    await using traffic = await staged.start(k6(), [{ name: 'home', script, exec: 'home', ratePerSecond: 20, vus: 5 }])
    await playPhase(traffic, 4000)
    await traffic.end()
    const phase = last(staged.facts, 'traffic.phase')
    assert.deepEqual(
      phase.endpoints.map(({ endpoint, requests, failed }) => ({ endpoint, requests, failed })),
      [{ endpoint: 'GET /home', requests: 80, failed: 0 }],
    )
    assert.equal(phase.lag.iterations, 80)
    assert.equal(phase.lag.dropped, 0)
    const { file, sha256 } = last(staged.facts, 'traffic.timeline').file
    assert.equal(await digestFile(join(staged.folder, file)), sha256)
    const { all, stretches } = JSON.parse(readFileSync(join(staged.folder, file), 'utf8')) as Timeline
    assert.ok(all.requests.reduce((sum, count) => sum + count, 0) >= 80)
    assert.ok(stretches.length >= 4)
    const { exitCode, meaning, asExpected } = last(staged.facts, 'traffic.ended')
    assert.deepEqual(
      { exitCode, meaning, asExpected },
      { exitCode: 108, meaning: 'ended from inside', asExpected: true },
    )
  })

  it('measures latency from the intended start while every VU waits for a stalled server', async function () {
    this.timeout(30_000)
    let stalledUntilMs = 0
    await using staged = await stage((_request, response) => {
      setTimeout(() => response.end('ok'), Math.max(1, stalledUntilMs - Date.now()))
    })
    const script = staged.script('home.js', HOME)
    await using traffic = await staged.start(k6(), [{ name: 'home', script, exec: 'home', ratePerSecond: 20, vus: 4 }])
    await playPhase(traffic, 5000, (fromMs) => {
      stalledUntilMs = fromMs + 2000
    })
    await traffic.end()
    const { endpoints, lag, stalls } = last(staged.facts, 'traffic.phase')
    assert.equal(endpoints[0]?.requests, 100)
    const { maxMs, p90Ms } = endpoints[0]?.latency ?? {}
    assert.ok(maxMs && maxMs > 1700 && maxMs < 2600, `longest ${maxMs}`)
    // 40 of 100 requests were due while nothing was answered: nine in ten waited less than 1.5 s, not all of them little.
    assert.ok(p90Ms && p90Ms > 1200, `p90 ${p90Ms}`)
    assert.ok(lag.busyLate >= 20, `late ${lag.busyLate}`)
    assert.equal(stalls.length, 1)
    assert.ok((stalls[0]?.stalled ?? 0) >= 15, `stalled ${stalls[0]?.stalled}`)
  })

  it('counts what was never begun as dropped when the server never answers again', async function () {
    this.timeout(30_000)
    let hangs = false
    await using staged = await stage((_request, response) => void (hangs || response.end('ok')))
    const script = staged.script('home.js', HOME)
    await using traffic = await staged.start(k6(), [{ name: 'home', script, exec: 'home', ratePerSecond: 20, vus: 4 }])
    await playPhase(traffic, 3000, () => {
      hangs = true
    })
    await traffic.end()
    const { lag } = last(staged.facts, 'traffic.phase')
    assert.equal(lag.dropped, lag.droppedBusy)
    assert.ok(lag.dropped >= 55, `dropped ${lag.dropped}`)
  })

  it('counts as failed what was never answered, though k6 asks again by itself once the connection is closed', async function () {
    this.timeout(30_000)
    let hangs = false
    const lost: Socket[] = []
    await using staged = await stage(
      (request, response) => void (hangs ? lost.push(request.socket) : response.end('ok')),
    )
    const script = staged.script('home.js', HOME)
    await using traffic = await staged.start(k6(), [{ name: 'home', script, exec: 'home', ratePerSecond: 20, vus: 4 }])
    await playPhase(traffic, 5000, () => {
      setTimeout(() => {
        hangs = true
      }, 1000)
      setTimeout(() => {
        hangs = false
        for (const socket of lost) socket.destroy()
      }, 3000)
    })
    await traffic.end()
    const [home] = last(staged.facts, 'traffic.phase').endpoints
    assert.deepEqual([lost.length, home?.requests, home?.failed], [4, 100, 4])
    assert.ok((home?.latency.maxMs ?? 0) > 1700, `longest ${home?.latency.maxMs}`)
  })

  it("plays a stock script with scenarios, thresholds, checks and setup unchanged, and records its thresholds' results", async function () {
    this.timeout(30_000)
    await using staged = await stage((request, response) =>
      response.writeHead(request.url === '/bad' ? 500 : 200).end('ok'),
    )
    const script = staged.script('stock.js', STOCK)
    await using traffic = await staged.start(k6(), [{ name: 'stock', script, exec: null, ratePerSecond: null, vus: 3 }])
    await playPhase(traffic, 3000)
    await traffic.end()
    assert.deepEqual(last(staged.facts, 'traffic.started').scenarios, [
      {
        name: 'contacts',
        ratePerSecond: 10,
        executor: 'open schedule',
        note: 'constant-arrival-rate replaced by an open schedule at its rate',
      },
      {
        name: 'news',
        ratePerSecond: null,
        executor: 'constant-vus',
        note: 'ramping-vus replaced by constant-vus: a closed loop of 2 VUs for the whole run, which hides stalls; give it a rate in the spec',
      },
    ])
    const phase = last(staged.facts, 'traffic.phase')
    const contacts = phase.checks.find(({ name }) => name === 'status is 200')
    assert.deepEqual(contacts, { scenario: 'contacts', name: 'status is 200', passes: 30, fails: 0 })
    assert.equal(phase.endpoints.find(({ endpoint }) => endpoint === 'GET /news/:id')?.failed, 0)
    const { thresholds, summarised } = last(staged.facts, 'traffic.ended')
    assert.equal(summarised, true)
    // A closed loop sends as many as it gets answers, so of the values only their being there is certain.
    assert.ok(thresholds.every(({ value }) => typeof value === 'number'))
    assert.deepEqual(
      thresholds.map(({ value, ...result }) => result).toSorted((a, b) => (a.metric < b.metric ? -1 : 1)),
      [
        { metric: 'checks', threshold: 'rate>0.9', ok: true },
        { metric: 'http_req_duration{scenario:contacts}', threshold: 'p(95)<0.001', ok: false },
        { metric: 'http_req_failed', threshold: 'rate<0.5', ok: true },
      ],
    )
    assert.match(readFileSync(`${staged.folder}/k6/summary.txt`, 'utf8'), /^my own summary/)
  })

  it('counts exceptions in a script, on which k6 exits 0, and goes on', async function () {
    this.timeout(30_000)
    await using staged = await stage((_request, response) => response.end('ok'))
    const script = staged.script(
      'throws.ts',
      `import http from 'k6/http'
export async function buy(): Promise<void> {
  await http.asyncRequest('POST', __ENV.BASE_URL + '/buy')
  if (__ITER % 2 === 1) throw new Error('no body')
}
`,
    )
    await using traffic = await staged.start(k6(), [{ name: 'buy', script, exec: 'buy', ratePerSecond: 10, vus: 1 }])
    await playPhase(traffic, 2000)
    await traffic.end()
    const [check] = last(staged.facts, 'traffic.phase').checks
    assert.equal(check?.name, 'the script ran without an exception')
    assert.deepEqual({ passes: check?.passes, fails: check?.fails }, { passes: 10, fails: 10 })
  })

  it('ends with the log of a k6 that cannot even begin', async function () {
    this.timeout(30_000)
    await using staged = await stage((_request, response) => response.end('ok'))
    const script = staged.script('home.js', HOME)
    await assert.rejects(
      staged.start(k6(), [{ name: 'x', script, exec: 'nobody', ratePerSecond: 1, vus: 1 }]),
      (error) => {
        assert.ok(error instanceof RehearsalError)
        assert.equal(error.code, 'script-broken')
        assert.match(
          error.message,
          /^expected k6 to play the scripts, it ended by itself \(exit code 107: a script threw an exception\)/,
        )
        assert.match(error.message, /the script exports no function 'nobody'/)
        return true
      },
    )
  })
})

describeForEachK6('stray requests', (k6) => {
  for (const { where, path } of [
    { where: 'a foreign loopback port', path: null },
    { where: 'a public name', path: 'http://example.com/pay' },
    { where: 'a public address', path: 'http://93.184.216.34/pay' },
  ]) {
    it(`end the run before a byte leaves: ${where}`, async function () {
      this.timeout(30_000)
      let connections = 0
      const foreign = await listen((_request, response) => response.end('hit'), '127.0.0.1')
      foreign.on('connection', () => connections++)
      await using staged = await stage((_request, response) => response.end('ok'))
      const url = path ?? `http://127.0.0.1:${portOf(foreign)}/pay`
      const script = staged.script(
        'stray.js',
        `import http from 'k6/http'
export function pay() { http.get(__ENV.BASE_URL); http.post('${url}', null, { tags: { name: 'pay' } }) }
`,
      )
      try {
        await using traffic = await staged.start(k6(), [{ name: 'pay', script, exec: 'pay', ratePerSecond: 5, vus: 1 }])
        await assert.rejects(traffic.failure, {
          code: 'stray-request',
          message: `expected requests to the fronts at ${FRONT_IP} only, scenario pay asked for ${url}; it was not sent`,
        })
        assert.deepEqual(last(staged.facts, 'traffic.stray'), { kind: 'traffic.stray', url, scenario: 'pay' })
        assert.equal(connections, 0)
      } finally {
        await close(foreign)
      }
    })
  }
})

/** As k6's documentation writes them. */
const STOCK = `import http from 'k6/http'
import { check, group, sleep } from 'k6'

export const options = {
  scenarios: {
    contacts: { executor: 'constant-arrival-rate', exec: 'contacts', rate: 600, timeUnit: '1m', duration: '30s', preAllocatedVUs: 3, maxVUs: 10, env: { PAGE: 'contacts' }, tags: { team: 'a' } },
    news: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '5s', target: 2 }, { duration: '5s', target: 0 }], gracefulRampDown: '0s' },
  },
  thresholds: {
    http_req_failed: [{ threshold: 'rate<0.5', abortOnFail: false }],
    checks: ['rate>0.9'],
    'http_req_duration{scenario:contacts}': ['p(95)<0.001'],
  },
}

export function setup() {
  const res = http.get(__ENV.BASE_URL + '/login')
  return { token: 'token-' + res.status }
}

export function contacts(data) {
  group('contacts', () => {
    const res = http.get(__ENV.BASE_URL + '/' + __ENV.PAGE, { headers: { Authorization: data.token } })
    check(res, { 'status is 200': (r) => r.status === 200, 'has a token': () => data.token === 'token-200' })
  })
}

export default function () {
  http.get(__ENV.BASE_URL + '/news/42')
  sleep(0.2)
}

export function teardown(data) { http.get(__ENV.BASE_URL + '/logout?' + data.token) }

export function handleSummary(data) { return { stdout: 'my own summary of ' + Object.keys(data.metrics).length + ' metrics' } }
`
