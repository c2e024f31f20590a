const BEGIN_MS = Date.UTC(2026, 10, 21, 6)
const PER_SECOND = 500
const VISITORS = 20_000
const CHUNK_LINES = 2_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  'shop-android/7.12.0 (Android 16; Pixel 9)',
]

export type Shape = 'combined' | 'json'

/** An access log of a shop, never two lines alike, in chunks of some hundred kilobytes until there are enough bytes. */
export function* generateLog(shape: Shape, bytes: number): Generator<Buffer> {
  const random = numbers(7)
  const line = shape === 'combined' ? combinedLine : jsonLine
  let written = 0
  for (let request = 0; written < bytes; request += CHUNK_LINES) {
    const lines = Array.from({ length: CHUNK_LINES }, (_, index) => line(requestOf(request + index, random)))
    const chunk = Buffer.from(`${lines.join('\n')}\n`)
    written += chunk.length
    yield chunk
  }
}

interface Request {
  readonly atMs: number
  readonly visitor: number
  readonly method: string
  readonly target: string
  readonly status: number
  readonly bytes: number
  readonly latency: string
}

function requestOf(index: number, random: () => number): Request {
  const visitor = Math.floor(random() * VISITORS)
  const kind = random()
  const [method, target] =
    kind < 0.4
      ? ['GET', `/api/v2/products/${Math.floor(random() * 80_000)}?ref=mail&page=${Math.floor(random() * 9)}`]
      : kind < 0.6
        ? ['GET', `/api/v2/search?q=term${Math.floor(random() * 9_999)}`]
        : kind < 0.75
          ? ['GET', `/api/v2/orders/${uuid(random)}/lines`]
          : kind < 0.85
            ? ['POST', '/api/v2/orders']
            : kind < 0.9
              ? ['GET', `/assets/app.${Math.floor(random() * 1e9).toString(16)}.js`]
              : ['GET', '/health']
  return {
    atMs: BEGIN_MS + Math.floor((index / PER_SECOND) * 1_000),
    visitor,
    method: method ?? '',
    target: target ?? '',
    status: random() < 0.01 ? 502 : method === 'POST' ? 201 : 200,
    bytes: 200 + Math.floor(random() * 20_000),
    latency: (0.002 + random() * random() * 0.4).toFixed(3),
  }
}

function combinedLine({ atMs, visitor, method, target, status, bytes }: Request): string {
  return `${address(visitor)} - - [${commonTime(atMs)}] "${method} ${target} HTTP/1.1" ${status} ${bytes} "https://shop.example/" "${AGENTS[visitor % 3]}"`
}

function jsonLine({ atMs, visitor, method, target, status, bytes, latency }: Request): string {
  return `{"time_iso8601":"${new Date(atMs).toISOString()}","remote_addr":"${address(visitor)}","request_method":"${method}","request_uri":"${target}","status":${status},"body_bytes_sent":${bytes},"request_time":${latency},"http_referrer":"https://shop.example/","http_user_agent":"${AGENTS[visitor % 3]}"}`
}

function address(visitor: number): string {
  return `198.51.${visitor >> 8}.${visitor & 255}`
}

function commonTime(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T')
  const [year, month, day] = date.split('-')
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`
}

function uuid(random: () => number): string {
  const hex = (digits: number) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`
}

/** Marsaglia's xorshift32. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
