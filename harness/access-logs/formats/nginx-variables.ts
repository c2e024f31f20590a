import type { FieldMeaning } from './slices.ts'

/** https://nginx.org/en/docs/varindex.html; `$request_time` is in seconds with milliseconds. */
const VARIABLES: Readonly<Record<string, FieldMeaning>> = {
  time_local: { role: 'time' },
  time_iso8601: { role: 'time' },
  msec: { role: 'time' },
  request: { role: 'request' },
  request_method: { role: 'method' },
  request_uri: { role: 'target' },
  uri: { role: 'target' },
  document_uri: { role: 'target' },
  status: { role: 'status' },
  body_bytes_sent: { role: 'responseBytes' },
  bytes_sent: { role: 'responseBytes' },
  request_length: { role: 'requestBytes' },
  request_time: { role: 'latency', latencyUnitMs: 1_000 },
  remote_user: { role: 'user' },
  remote_addr: { role: 'address' },
  binary_remote_addr: { role: 'address' },
  http_x_forwarded_for: { role: 'forwarded' },
  proxy_add_x_forwarded_for: { role: 'forwarded' },
  http_user_agent: { role: 'agent' },
}

export function nginxField(variable: string): FieldMeaning {
  if (variable.startsWith('cookie_')) return { role: 'cookie' }
  return VARIABLES[variable] ?? { role: null }
}
