import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

const HEADER =
  'metric_name,timestamp,metric_value,check,error_code,expected_response,method,name,scenario,extra_tags,metadata'
const REQUEST_METRICS = [
  'reqs',
  'req_duration',
  'req_blocked',
  'req_connecting',
  'req_tls_handshaking',
  'req_sending',
  'req_waiting',
  'req_receiving',
  'req_failed',
]
const BEGIN_MICROS = 1_795_251_397_000_000
const REQUESTS_PER_SECOND = 2000

/** Writes rows as k6 does: a request's nine, a check, and the wrapper's two per iteration; every tenth request fails slowly. */
export async function generateRows(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file, { highWaterMark: 1024 * 1024 })
  stream.write(`${HEADER}\nfulldress_epoch,${BEGIN_MICROS},${BEGIN_MICROS / 1000}.000000,,,,,,,,\n`)
  let written = 0
  for (let request = 0; written < rows; request++) {
    const lines = requestRows(request)
    written += lines.length
    if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await finished(stream)
}

function requestRows(request: number): readonly string[] {
  const micros = BEGIN_MICROS + Math.round((request / REQUESTS_PER_SECOND) * 1e6)
  const vu = (request % 50) + 1
  const metadata = `vu=${vu}`
  const failed = request % 1000 === 0
  const durationMs = failed ? 1500 : 1 + ((request * 7919) % 1000) / 10
  const about = `,${failed ? '1500' : ''},${!failed},GET,http://127.77.1.2:41234/orders/${request % 40},scenario${request % 5},,${metadata}`
  const end = micros + Math.round(durationMs * 1000)
  return [
    `fulldress_start,${micros},0.000000,,,,,,scenario${request % 5},,${metadata}&arrival=${request}`,
    ...REQUEST_METRICS.map((metric) => `http_${metric},${end},${metricValue(metric, durationMs, failed)},${about}`),
    `checks,${end},1.000000,status is 200,,,,,scenario${request % 5},,${metadata}`,
    `fulldress_iteration,${end},0.000000,,,,,,scenario${request % 5},,${metadata}`,
  ]
}

function metricValue(metric: string, durationMs: number, failed: boolean): string {
  if (metric === 'req_duration' || metric === 'req_waiting') return durationMs.toFixed(6)
  return metric === 'req_failed' ? (failed ? '1.000000' : '0.000000') : '0.012345'
}
