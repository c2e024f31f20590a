import { type LearnOptions, type Lesson, learnTraffic } from '../../harness/access-logs/learn.ts'
import type { ModelEndpoint } from '../../harness/model/traffic-model.ts'

interface Wish extends Partial<LearnOptions> {
  /** The log arrives in pieces of so many bytes. */
  readonly pieces?: number
}

/** Learns from a text as if it were a file. */
export function lessonOf(log: string, { pieces = 65_536, ...options }: Wish = {}): Promise<Lesson> {
  const bytes = Buffer.from(log)
  const chunks = Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, index) =>
    Buffer.from(bytes.subarray(index * pieces, (index + 1) * pieces)),
  )
  const input = (async function* () {
    yield* chunks
  })()
  return learnTraffic(input, { windowMinutes: 10, visitors: 3, keep: [], onFormat: () => undefined, ...options })
}

/** Names of the endpoints, most requests first. */
export async function endpointsOf(log: string, options: Wish = {}): Promise<readonly string[]> {
  return (await lessonOf(log, options)).model.endpoints.map(({ name }) => name)
}

export function endpoint({ model }: Lesson, name: string): ModelEndpoint {
  const found = model.endpoints.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no ${name} among ${model.endpoints.map((one) => one.name).join(', ')}`)
  return found
}

export interface LineParts {
  readonly atMs?: number
  readonly user?: string
  readonly address?: string
  readonly request?: string
  readonly status?: number
  readonly bytes?: number
  readonly agent?: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
export const BEGIN_MS = Date.UTC(2026, 10, 21, 6)

/** A line in the combined format. */
export function combined(parts: LineParts): string {
  const { atMs = BEGIN_MS, user = '-', address = '192.0.2.1', request = 'GET / HTTP/1.1' } = parts
  const { status = 200, bytes = 512, agent = 'curl/8.5.0' } = parts
  const [date = '', time = ''] = new Date(atMs).toISOString().split('T')
  const [year, month, day] = date.split('-')
  const stamp = `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`
  return `${address} - ${user} [${stamp}] "${request}" ${status} ${bytes} "-" "${agent}"`
}

/** Seeded numbers from 0 to 1: Marsaglia's xorshift32. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
