import assert from 'node:assert/strict'
import { type MarkSample, type RequestSample, SampleReader } from '../../harness/traffic/samples.ts'

const HEADER =
  'metric_name,timestamp,metric_value,check,error_code,expected_response,method,name,scenario,extra_tags,metadata'

describe('SampleReader', () => {
  it('puts the rows of a request together, waiting for a connection included', () => {
    const { requests } = read([
      row('http_reqs', '1.000000', 'GET,http://127.0.0.1/a,shop', 'true'),
      row('http_req_duration', '6.5', 'GET,http://127.0.0.1/a,shop', 'true'),
      row('http_req_blocked', '0.750', 'GET,http://127.0.0.1/a,shop', 'true'),
      row('http_req_connecting', '0.5', 'GET,http://127.0.0.1/a,shop', 'true'),
      row('http_req_sending', '0.125', 'GET,http://127.0.0.1/a,shop', 'true'),
      row('http_req_waiting', '5', 'GET,http://127.0.0.1/a,shop', 'true'),
      row('http_req_failed', '0.000000', 'GET,http://127.0.0.1/a,shop', 'true'),
    ])
    const name = 'http://127.0.0.1/a'
    const endMs = 1_795_251_397_388.024
    assert.deepEqual(requests, [
      {
        scenario: 'shop',
        method: 'GET',
        name,
        vu: 12,
        endMs,
        latencyMs: 7.25,
        sendingMs: 0.125,
        errorCode: '',
        failed: false,
      },
    ])
  })

  it('takes a request that came without http_req_failed as failed where it has an error code', () => {
    const { requests } = read([row('http_req_duration', '0.000000', 'GET,x,shop', '', '1212')])
    assert.equal(requests[0]?.failed, true)
  })

  it('reads quoted fields with commas, quotes and line breaks', () => {
    const { requests, marks } = read([
      row('http_req_duration', '1', 'GET,"http://127.0.0.1/a,b?""c""",shop', 'true'),
      'checks,1795251397388241,1.000000,"is ok, ""fine"",\nand quick",,,,,shop,,vu=3',
    ])
    assert.equal(requests[0]?.name, 'http://127.0.0.1/a,b?"c"')
    assert.equal(marks[0]?.check, 'is ok, "fine",\nand quick')
  })

  it('gives the same however the stream is cut', () => {
    const rows = [
      row('http_reqs', '1', 'GET,"a,b",shop', 'true'),
      row('http_req_duration', '3.25', 'GET,"a,b",shop', 'true'),
      row('http_req_failed', '1', 'GET,"a,b",shop', 'false'),
      'fulldress_start,1795251397388241,0.000000,,,,,,shop,,vu=3&arrival=7&busy=1',
    ]
    const whole = read(rows)
    for (const size of [1, 2, 7, 50]) assert.deepEqual(read(rows, size), whole, `chunks of ${size}`)
    assert.deepEqual(
      [...(whole.marks[0]?.metadata ?? [])],
      [
        ['vu', '3'],
        ['arrival', '7'],
        ['busy', '1'],
      ],
    )
  })

  it("passes over users' metrics that are named almost like k6's", () => {
    const { requests, marks } = read([
      row('checkout_time', '5', ',,shop', ''),
      row('http_requests_seen', '5', ',,shop', ''),
      row('http_req_durable', '5', ',,shop', ''),
      row('funds', '5', ',,shop', ''),
    ])
    assert.deepEqual({ requests, marks }, { requests: [], marks: [] })
  })
})

function row(metric: string, value: string, about: string, expected: string, errorCode = ''): string {
  return `${metric},1795251397388024,${value},,${errorCode},${expected},${about},,lag=1&vu=12&iter=3`
}

function read(rows: readonly string[], size = Number.POSITIVE_INFINITY) {
  const requests: RequestSample[] = []
  const marks: MarkSample[] = []
  const reader = new SampleReader({ request: (one) => requests.push(one), mark: (one) => marks.push(one) })
  const bytes = Buffer.from(`${[HEADER, ...rows].join('\n')}\n`)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, Math.min(bytes.length, at + size)))
  reader.finish()
  return { requests, marks }
}
