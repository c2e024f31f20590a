import { RehearsalError } from '../errors.ts'

/** A HAR is one JSON document, which has to be read whole. */
export const LARGEST_HAR_BYTES = 256 * 1024 * 1024

/** Whether a file that begins so is a HAR (http://www.softwareishard.com/blog/har-12-spec/). */
export function looksLikeHar(head: string): boolean {
  return /^\s*\{\s*"log"\s*:\s*\{/.test(head)
}

/** The requests of a HAR as JSON lines, and those that went to other sites than the first one did. */
export interface HarLines {
  readonly lines: string
  readonly elsewhere: number
}

/** A browser asks many hosts for a page; those of the first request's site are the system's. Bodies stay behind. */
export function harLines(text: string): HarLines {
  const entries = entriesOf(text)
  const site = siteOf(entries[0])
  const own = entries.filter((entry) => siteOf(entry) === site)
  const lines = own.map(({ startedDateTime, time, request, response }) =>
    JSON.stringify({
      time: startedDateTime,
      method: request?.method,
      url: request?.url,
      status: response?.status,
      bytes: known(response?.bodySize),
      request_bytes: known(request?.bodySize),
      latency_ms: known(time),
    }),
  )
  return { lines: `${lines.join('\n')}\n`, elsewhere: entries.length - own.length }
}

interface HarEntry {
  readonly startedDateTime?: unknown
  readonly time?: unknown
  readonly request?: { readonly method?: unknown; readonly url?: unknown; readonly bodySize?: unknown }
  readonly response?: { readonly status?: unknown; readonly bodySize?: unknown }
}

function entriesOf(text: string): readonly HarEntry[] {
  let document: { readonly log?: { readonly entries?: unknown } }
  try {
    // HAR 1.2 has readers ignore a byte order mark.
    document = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    // The parser's message quotes what stands there, which is somebody's.
    throw notHar('no JSON, or a part of it')
  }
  const entries = document.log?.entries
  if (!Array.isArray(entries) || entries.length === 0) throw notHar('no entries in its log')
  return entries.filter((entry) => typeof entry === 'object' && entry !== null)
}

function siteOf(entry: HarEntry | undefined): string {
  const url = String(entry?.request?.url)
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  // api.example.org and www.example.org are one site; numbers have no subdomains.
  return /^[\d.]+$|:/.test(host) ? host : host.split('.').slice(-2).join('.')
}

/** -1 is HAR's way to say that something is not known. */
function known(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null
}

function notHar(found: string): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected a HAR, found ${found}`,
    'save it again from the network panel of the browser',
  )
}
