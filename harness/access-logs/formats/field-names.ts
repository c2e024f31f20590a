import type { Role } from './slices.ts'

/** Names that servers, proxies and log shippers give to a field, in lower case; nested ones with dots. Surest first. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  time: [
    '@timestamp time_iso8601 time_local msec timestamp time ts datetime date start_time starttime startutc startlocal',
  ],
  request: ['request request_line requestline http_request'],
  method: [
    'request_method requestmethod method http_method verb request.method req.method http.request.method httprequest.requestmethod cs-method',
  ],
  target: [
    'request_uri requestpath uri url path target request_path request_url request.uri request.url request.path req.url url.original url.path',
    'http.url httprequest.requesturl cs-uri-stem',
  ],
  status: [
    'status status_code statuscode response_status downstreamstatus originstatus response.status res.statuscode response_code',
    'response.status_code http.response.status_code httprequest.status code sc-status',
  ],
  responseBytes: [
    'body_bytes_sent bytes_sent response_bytes responsebytes bytes size response_size downstreamcontentsize resp_body_size response.bytes',
    'response.size http.response.body.bytes httprequest.responsesize sc-bytes',
  ],
  requestBytes: [
    'request_length request_bytes requestbytes request_size requestcontentsize bytes_read request.bytes http.request.body.bytes httprequest.requestsize cs-bytes',
  ],
  latency: [
    'request_time duration_ms latency_ms response_time_ms elapsed_ms duration_us latency_us duration_ns latency_ns duration_s latency_s',
    'responsetime response_time duration latency elapsed took event.duration httprequest.latency time-taken time_taken',
  ],
  user: ['remote_user user_id userid user username request.user_id user.id user.name clientusername'],
  address: [
    'remote_addr remote_ip client_ip clientip clienthost ip remote_address remoteaddress request.remote_ip request.client_ip req.remoteaddress client.ip',
    'source.ip httprequest.remoteip clientaddr c-ip remote',
  ],
  forwarded: ['http_x_forwarded_for x_forwarded_for x-forwarded-for forwarded_for xff'],
  agent: ['http_user_agent user_agent useragent agent user-agent user_agent.original httprequest.useragent'],
  cookie: ['session_id sessionid session sid session.id'],
}

/** Milliseconds of a unit of latency where its name says it, or where those who write it have said so. */
const UNITS_MS: Readonly<Record<string, number>> = {
  request_time: 1_000,
  responsetime: 1,
  'event.duration': 0.000_001,
  'time-taken': 1,
}
const UNIT_NAMES_MS: Readonly<Record<string, number>> = { s: 1_000, ms: 1, us: 0.001, ns: 0.000_001 }

export interface NamedField {
  readonly role: Role
  /** As the log spells it. */
  readonly name: string
}

/** Which of these fields is which; each role once, each field once. */
export function recogniseFields(names: readonly string[]): readonly NamedField[] {
  const byLower = new Map(names.map((name) => [name.toLowerCase(), name]))
  const fields = Object.entries(NAMES).flatMap(([role, lists]): readonly NamedField[] => {
    const found = lists.flatMap((list) => list.split(' ')).find((name) => byLower.has(name))
    return found === undefined ? [] : [{ role: role as Role, name: byLower.get(found) ?? found }]
  })
  // nginx's JSON formats often hold the request line and its parts; the parts are surer.
  const parts = fields.some(({ role }) => role === 'method') && fields.some(({ role }) => role === 'target')
  return parts ? fields.filter(({ role }) => role !== 'request') : fields
}

/** Milliseconds of one unit of the field; null where nothing says it: a guess could be wrong by a thousand. */
export function latencyUnitOf(name: string): number | null {
  const lower = name.toLowerCase()
  const [, unit] = /[_.-](s|ms|us|ns)$/.exec(lower) ?? []
  return UNITS_MS[lower] ?? (unit === undefined ? null : (UNIT_NAMES_MS[unit] ?? null))
}

/** Milliseconds of `ms`, `s`, `us` or `ns`; null for any other word. */
export function unitMs(unit: string): number | null {
  return UNIT_NAMES_MS[unit] ?? null
}
