import { check } from 'k6'
import exec from 'k6/execution'
import http, { type RefinedResponse } from 'k6/http'
import { acknowledged } from '../../../scenarios/lib/ledger.ts'

const base = __ENV.UNLEASH_URL ?? 'http://127.0.0.1:4242'
const born = Date.now().toString(36)

/** Seeded: flag-1 to flag-300. */
const FLAGS = 300

type Response = RefinedResponse<'text'>

/** An application's SDK fetches every flag of its environment. */
export function fetchFlags(): void {
  const response = http.get(`${base}/api/client/features`, asClient('GET /api/client/features'))
  check(response, { 'the SDK is given its flags': (given) => lengthOf(given, 'features') >= FLAGS })
}

/** An SDK reports how often flags were asked for. */
export function reportMetrics(): void {
  const now = new Date()
  const toggles = { [someFlag()]: { yes: 12, no: 3, variants: {} } }
  const bucket = { start: new Date(now.getTime() - 10_000).toISOString(), stop: now.toISOString(), toggles }
  const metrics = { appName: 'rehearsal', instanceId: `vu-${exec.vu.idInTest}`, environment: 'development', bucket }
  const response = http.post(
    `${base}/api/client/metrics`,
    JSON.stringify(metrics),
    asClient('POST /api/client/metrics'),
  )
  check(response, { 'the metrics are taken': ({ status }) => status === 202 })
}

/** Somebody looks around in the admin interface: projects, flags, one of them, the latest events. */
export function lookAround(): void {
  const projects = http.get(`${base}/api/admin/projects`, asAdmin('GET /api/admin/projects'))
  check(projects, { 'the default project is shown': (shown) => lengthOf(shown, 'projects') > 0 })
  const path = '/api/admin/projects/default/features'
  const flag = http.get(`${base}${path}/${someFlag()}`, asAdmin(`GET ${path}/:name`))
  check(flag, { 'the flag has its environments': (shown) => lengthOf(shown, 'environments') === 2 })
  const events = http.get(`${base}/api/admin/events?limit=5`, asAdmin('GET /api/admin/events'))
  check(events, { 'the latest events are shown': (shown) => lengthOf(shown, 'events') > 0 })
}

/** The list of all flags, the heaviest page. */
export function listFlags(): void {
  const path = '/api/admin/projects/default/features'
  const response = http.get(`${base}${path}`, asAdmin(`GET ${path}`))
  check(response, { 'the flags are listed': (shown) => lengthOf(shown, 'features') >= FLAGS })
}

/** A new flag is made. */
export function createFlag(): void {
  const path = '/api/admin/projects/default/features'
  const name = `new-${born}-${exec.vu.idInTest}-${exec.vu.iterationInInstance}`
  const response = http.post(`${base}${path}`, JSON.stringify({ name, type: 'release' }), asAdmin(`POST ${path}`))
  if (response.status === 201) acknowledged('flags', name)
  check(response, { 'the flag is made': ({ status }) => status === 201 })
}

function asAdmin(name: string) {
  return withToken(__ENV.ADMIN_TOKEN ?? '', name)
}

function asClient(name: string) {
  return withToken(__ENV.CLIENT_TOKEN ?? '', name)
}

function withToken(token: string, name: string) {
  return { headers: { Authorization: token, 'Content-Type': 'application/json' }, tags: { name } }
}

function someFlag(): string {
  return `flag-${1 + (exec.scenario.iterationInTest % FLAGS)}`
}

/** Length of a list in a JSON answer; -1 where there is none. */
function lengthOf(response: Response, key: string): number {
  try {
    const list = response.json(key)
    return Array.isArray(list) ? list.length : -1
  } catch {
    return -1
  }
}
