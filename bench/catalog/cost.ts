import { digestCatalog } from '../../harness/database/catalog.ts'
import type { TestServer } from '../../test/live/postgres.ts'

const ROUNDS = 9

/** 300 tables with a key, a foreign key, a check, five defaults, a sequence and three indexes each. */
const TABLES = Array.from(
  { length: 300 },
  (_, index) => `
  CREATE TABLE t${index} (id bigserial PRIMARY KEY, amount int NOT NULL DEFAULT 0 CHECK (amount >= 0), body text,
    kind varchar(20) NOT NULL DEFAULT 'x', made timestamptz DEFAULT now(), price numeric(10, 2),
    done boolean NOT NULL DEFAULT false, extra jsonb, hub_id int REFERENCES hub);
  CREATE INDEX ON t${index} (hub_id); CREATE INDEX ON t${index} (body, kind) WHERE done;`,
)

/** Milliseconds of a digest, each over a connection of its own, fastest first. */
export async function digestCosts(server: TestServer): Promise<readonly number[]> {
  const address = await server.createDatabase()
  await using session = await server.session(address)
  await session.run(`CREATE TABLE hub (id int PRIMARY KEY); ${TABLES.join('')}`)
  await session.run('VACUUM ANALYZE')
  const costs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now()
    await digestCatalog(address)
    costs.push(performance.now() - startedMs)
  }
  return costs.toSorted((one, other) => one - other)
}
