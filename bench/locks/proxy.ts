import { judgeAdded, measureAdded } from './added.ts'
import { startSteadyServer } from './server.ts'

const LIMIT_MS = 2

/** What the proxy adds to a statement while nobody else is there. */
export async function proxyIdle(rounds: number): Promise<boolean> {
  await using server = await startSteadyServer()
  return judgeAdded('proxy, idle', await measureAdded(await server.createDatabase(), rounds), LIMIT_MS)
}
