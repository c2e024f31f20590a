// A script as k6's documentation teaches them, which knows nothing of rehearsals:
//   k6 run -e BASE_URL=http://127.0.0.1:8080 scenarios/stock.js
import { check, group, sleep } from 'k6'
import http from 'k6/http'
import { Trend } from 'k6/metrics'

const BASE_URL = __ENV.BASE_URL || 'http://127.0.0.1:8080'
const orderTime = new Trend('order_time', true)

export const options = {
  scenarios: {
    browse: {
      executor: 'ramping-vus',
      exec: 'browse',
      startVUs: 1,
      stages: [
        { duration: '10s', target: 5 },
        { duration: '20s', target: 5 },
        { duration: '5s', target: 0 },
      ],
    },
    order: {
      executor: 'constant-arrival-rate',
      exec: 'order',
      rate: 5,
      timeUnit: '1s',
      duration: '30s',
      preAllocatedVUs: 10,
    },
  },
  thresholds: {
    http_req_failed: ['rate<0.05'],
    'http_req_duration{scenario:order}': ['p(95)<2000'],
    checks: ['rate>0.95'],
    order_time: ['p(95)<2000'],
  },
}

export function setup() {
  const credentials = JSON.stringify({ email: 'customer-1@example.test', password: 'rehearsal-1' })
  const res = http.post(`${BASE_URL}/login`, credentials, { headers: { 'Content-Type': 'application/json' } })
  check(res, { 'logged in': (r) => r.status === 200 })
  return { token: res.json('token') }
}

export function browse(data) {
  group('home', () => {
    const res = http.get(`${BASE_URL}/mobile/home`, { headers: { Authorization: `Bearer ${data.token}` } })
    check(res, {
      'home is 200': (r) => r.status === 200,
      'home has a menu': (r) => r.json('menu').length > 0,
    })
  })
  sleep(0.5)
}

export function order(data) {
  const reference = `stock-${__VU}-${__ITER}`
  const res = http.post(`${BASE_URL}/orders`, JSON.stringify({ reference, amountCents: 1999 }), {
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${data.token}` },
    tags: { name: 'POST /orders' },
  })
  orderTime.add(res.timings.duration)
  check(res, { 'order is 201': (r) => r.status === 201 })
}

export function teardown(data) {
  if (!data.token) throw new Error('setup had no token')
}
