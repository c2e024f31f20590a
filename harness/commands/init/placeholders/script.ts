/** A k6 script for a service that nobody has written one for: asks one path, by rate. */
export function pathScript(path: string): string {
  return `// Placeholder traffic: asks ${JSON.stringify(path)} alone. Replace it by what your clients do: a rehearsal finds only what somebody asks for.
import http from 'k6/http'

// Until you know what the path answers, only a failure of the service counts as one.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 499 }))

export default function () {
  http.get(__ENV.BASE_URL + ${JSON.stringify(path)})
}
`
}
