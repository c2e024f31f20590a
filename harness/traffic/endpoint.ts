const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT) /

/**
 * What an endpoint is called: `POST /orders`. A script's own `name` tag is kept, the method before it. A bare URL
 * loses its origin and query, and segments that can only be identifiers (numbers, UUIDs) become `:id`.
 */
export function endpointName(method: string, name: string): string {
  if (METHOD.test(name)) return name
  const path = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(name)?.[1]
  return `${method} ${path === undefined ? name : templated(path)}`
}

function templated(path: string): string {
  if (path === '') return '/'
  return path.split('/').map(templatedSegment).join('/')
}

/** `http.url` of k6 leaves a placeholder where a value was. */
function templatedSegment(segment: string): string {
  return /^(\d+|\$\{\})$/.test(segment) || UUID.test(segment) ? ':id' : segment
}
