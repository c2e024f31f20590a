import assert from 'node:assert/strict'
import { describeForEachK6 } from './k6-versions.ts'
import { last, playPhase, stage } from './staged.ts'

/** In the shape that har-to-k6 leaves a recording in: literal addresses, groups, pauses, and no check at all. */
const recording = (origin: string) => `// Creator: a browser

import { sleep, group } from 'k6'
import http from 'k6/http'

export const options = {}

export default function main() {
  let response

  group('page_1 - Shop', function () {
    response = http.get('${origin}/products/17?from=mail', {
      headers: {
        Accept: 'text/html',
      },
    })
    sleep(0.2)

    response = http.post('${origin}/orders', '{"sku":"a-1"}', {
      headers: {
        'Content-Type': 'application/json',
      },
    })
  })
}
`

describeForEachK6('a recording that was converted', (k6) => {
  it('runs as the converter left it, on our schedule', async function () {
    this.timeout(30_000)
    const bodies: string[] = []
    await using staged = await stage((request, response) => {
      request.on('data', (chunk) => bodies.push(`${chunk}`)).on('end', () => response.end('{}'))
      request.resume()
    })
    const script = staged.script('recorded.js', recording(staged.url))
    await using traffic = await staged.start(k6(), [{ name: 'shop', script, exec: null, ratePerSecond: 10, vus: 10 }])
    await playPhase(traffic, 1000)
    await traffic.end()
    const { endpoints, lag } = last(staged.facts, 'traffic.phase')
    assert.deepEqual(
      endpoints.map(({ endpoint, failed }) => ({ endpoint, failed })),
      [
        { endpoint: 'GET /products/:id', failed: 0 },
        { endpoint: 'POST /orders', failed: 0 },
      ],
    )
    assert.equal(lag.iterations, 10)
    assert.deepEqual(new Set(bodies), new Set(['{"sku":"a-1"}']))
  })
})
