import { fileURLToPath } from 'node:url'
import type { ServiceVersion, StageDescription } from '../../../harness/model/stage.ts'

const source = fileURLToPath(new URL('../../fixtures/services/echo', import.meta.url))

function version(name: string, environment: Record<string, string> = {}): ServiceVersion {
  return {
    version: name,
    source,
    command: 'node server.mjs',
    image: 'node:24-bookworm-slim',
    build: null,
    environment: {
      VERSION: name,
      PORT: `\${port}`,
      DATABASE_URL: `\${database.url}`,
      SHOP: `\${partner.shop.url}`,
      ...environment,
    },
  }
}

/** A small stage: a database, two replicas of a service that tells its version, one stand-in. */
export function smallStage(change: Partial<StageDescription['database']> = {}): StageDescription {
  const versions = [
    version('1'),
    version('2'),
    version('broken', { BROKEN: 'at-start' }),
    version('sick', { BROKEN: 'health' }),
  ]
  return {
    database: {
      version: 17,
      image: 'postgres:17',
      name: 'shop',
      user: 'owner',
      password: "it's:secret",
      settings: { max_connections: '40' },
      ...change,
    },
    services: [
      {
        name: 'echo',
        port: 8080,
        health: { path: '/healthz', timeoutMs: 10_000 },
        replicas: 2,
        initial: '1',
        versions: Object.fromEntries(versions.map((each) => [each.version, each])),
        dependsOn: [],
      },
    ],
    partners: [
      {
        name: 'shop',
        routes: [
          {
            operation: 'GET /price',
            method: 'GET',
            path: '/price',
            status: 200,
            headers: {},
            body: '7',
            latency: { p50Ms: 1, p99Ms: 2 },
            faults: [],
          },
        ],
      },
    ],
  }
}
