const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT) /

/** More siblings than this beneath one path are no resources but identifiers: slugs, references, tokens. */
const MOST_SIBLINGS = 50
const MOST_PATHS = 2_000

/**
 * What endpoints are called: `POST /orders`. A script's own `name` tag is kept, the method before it. A bare URL loses
 * its origin and query, and segments that can only be identifiers (numbers, UUIDs) become `:id`. So does any further
 * segment where there have been too many already: an endpoint per request could not be judged, and would fill memory.
 */
export class EndpointNames {
  readonly #siblings = new Map<string, Set<string>>()
  #paths = 0

  of(method: string, name: string): string {
    if (METHOD.test(name)) return name
    const path = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(name)?.[1]
    return path === undefined ? `${method} ${name}` : this.#templated(method, path === '' ? '/' : path)
  }

  #templated(method: string, path: string): string {
    const [, ...segments] = path.split('/')
    return segments.reduce((above, segment) => `${above}/${this.#templatedSegment(above, segment)}`, `${method} `)
  }

  /** `http.url` of k6 leaves a placeholder where a value was. */
  #templatedSegment(above: string, segment: string): string {
    if (/^(\d+|\$\{\})$/.test(segment) || UUID.test(segment)) return ':id'
    const known = this.#siblings.get(above) ?? new Set()
    if (known.has(segment)) return segment
    if (known.size >= MOST_SIBLINGS || this.#paths >= MOST_PATHS) return ':id'
    this.#siblings.set(above, known.add(segment))
    this.#paths++
    return segment
  }
}
