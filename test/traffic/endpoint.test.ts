import assert from 'node:assert/strict'
import { EndpointNames } from '../../harness/traffic/endpoint.ts'

describe('the name of an endpoint', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['GET', 'http://127.0.0.1:8080/orders/42?x=1', 'GET /orders/:id'],
    ['GET', 'http://127.0.0.1:8080', 'GET /'],
    ['GET', 'http://127.0.0.1:8080/?page=2', 'GET /'],
    ['PUT', 'https://127.0.0.1/a/7d444840-9dc0-11d1-b245-5ffdce74fad2/b', 'PUT /a/:id/b'],
    ['GET', 'http://127.0.0.1/v2/features/my-flag-3', 'GET /v2/features/my-flag-3'],
    ['GET', 'http://127.0.0.1/users/$' + '{}', 'GET /users/:id'],
    ['POST', 'create an order', 'POST create an order'],
    ['POST', 'POST /orders', 'POST /orders'],
    ['GET', '/orders/:id', 'GET /orders/:id'],
  ]
  for (const [method, name, endpoint] of cases) {
    it(`calls ${method} with the name ${name} ${endpoint}`, () =>
      assert.equal(new EndpointNames().of(method, name), endpoint))
  }

  it('takes for identifiers what has too many siblings, and keeps those that it knows', () => {
    const names = new EndpointNames()
    const all = Array.from({ length: 1_000 }, (_, n) => names.of('GET', `http://127.0.0.1/orders/ref-${n}/lines`))
    assert.equal(new Set(all).size, 51)
    assert.equal(all.at(-1), 'GET /orders/:id/lines')
    assert.equal(names.of('GET', 'http://127.0.0.1/orders/ref-3/lines'), 'GET /orders/ref-3/lines')
    assert.equal(names.of('POST', 'http://127.0.0.1/orders/new'), 'POST /orders/new')
  })

  it('does not grow without end where every level of a path is an identifier', () => {
    const names = new EndpointNames()
    const all = new Set(
      Array.from({ length: 20_000 }, (_, n) => names.of('GET', `http://127.0.0.1/a${n % 97}/b${n % 89}/c${n}`)),
    )
    assert.ok(all.size < 5_000, `${all.size} endpoints`)
  })
})
