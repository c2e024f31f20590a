import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { planTraffic } from '../../../harness/plan/traffic.ts'
import { parseTrafficModel } from '../../../harness/spec/traffic-model/read-model.ts'
import { describeForEachK6 } from './k6-versions.ts'
import { last, playPhase, stage } from './staged.ts'

const MODEL = readFileSync(new URL('replayed.yaml', import.meta.url), 'utf8')

describeForEachK6('a learned model', (k6) => {
  it('is replayed at its rates, by endpoint and by journey, and what it was like is recorded', async function () {
    this.timeout(30_000)
    const asked: { readonly method: string; readonly url: string; readonly body: string }[] = []
    await using staged = await stage((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        asked.push({ method: request.method ?? '', url: request.url ?? '', body })
        // Every other home screen is blank, with status 200.
        const blank = request.url === '/home' && asked.length % 2 === 0
        response.end(blank ? '' : '{}')
      })
    })
    const model = parseTrafficModel(MODEL, 'replayed.yaml', {})
    const wish = { file: 'traffic.yaml', model, window: 'peak', factor: 1, journeys: true, script: null } as const
    const { traffic: planned } = planTraffic({ scenarios: [], environment: {}, ledgers: [], replay: wish }, 3_000)
    await using traffic = await staged.start(k6(), planned.scenarios, { TOKEN: 't-1' }, planned.replay)
    await playPhase(traffic, 3000)
    await traffic.end()

    const fidelity = last(staged.facts, 'traffic.fidelity')
    const rates = fidelity.endpoints.map(({ endpoint, modelPerSecond }) => ({ endpoint, modelPerSecond }))
    assert.deepEqual(rates, [
      { endpoint: 'GET /products/:id', modelPerSecond: 40 },
      { endpoint: 'GET /home', modelPerSecond: 20 },
      { endpoint: 'POST /orders', modelPerSecond: 10 },
    ])
    const errors = fidelity.endpoints.map(({ endpoint, rateError }) => ({ endpoint, rateError }))
    // Sent is what counts here: a machine under load is late by more than a block's edge, not by a tenth of a phase.
    assert.ok(Math.abs(errors[0]?.rateError ?? 1) < 0.1, JSON.stringify(errors))
    assert.ok(
      errors.slice(1).every(({ rateError }) => Math.abs(rateError) < 0.4),
      JSON.stringify(errors),
    )
    assert.deepEqual(fidelity.leftOut, [
      { endpoint: 'PATCH /orders/:id', perSecond: 5, because: 'the model has no `body` and no `values` for :id' },
    ])
    assert.equal(fidelity.covered.toFixed(4), '0.9333')
    assert.deepEqual(fidelity.endpoints[0]?.production, { p50Ms: 3, p99Ms: 20 })
    assert.ok((fidelity.concurrency?.baseline ?? 0) > 0)

    const [blank] = last(staged.facts, 'traffic.phase').checks.filter(({ name }) => name.endsWith('answered blank'))
    assert.equal(`${blank?.scenario}: ${blank?.name}`, 'journeys: GET /home is not answered blank')
    assert.ok(blank && blank.fails > 0 && blank.passes > 0, JSON.stringify(blank))

    const orders = asked.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body))
    assert.equal(new Set(orders.map(({ reference }) => reference)).size, orders.length)
    assert.ok(orders.every(({ amountCents }) => amountCents >= 100 && amountCents <= 900))
    const products = new Set(asked.filter(({ url }) => url.startsWith('/products/')).map(({ url }) => url))
    assert.deepEqual([...products].toSorted(), ['/products/126', '/products/376', '/products/626', '/products/876'])
    assert.ok(asked.every(({ method }) => method !== 'PATCH'))
  })
})
