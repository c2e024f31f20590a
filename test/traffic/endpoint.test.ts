import assert from 'node:assert/strict'
import { endpointName } from '../../harness/traffic/endpoint.ts'

describe('endpointName', () => {
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
    it(`calls ${method} with the name ${name} ${endpoint}`, () => assert.equal(endpointName(method, name), endpoint))
  }
})
