import { startTracing, type TracedStatement, type TracingProxy } from '../../harness/locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'

export interface Tracing extends AsyncDisposable {
  readonly address: DatabaseAddress
  /** Everything traced since the last call. */
  take(): Promise<readonly TracedStatement[]>
}

/** A tracing proxy that keeps what it sees. Trouble is no figure of a bar: it ends it. */
export async function keepTrace(server: DatabaseAddress): Promise<Tracing> {
  const seen: TracedStatement[] = []
  const troubles: string[] = []
  const proxy: TracingProxy = await startTracing({
    server,
    onStatement: (statement) => void seen.push(statement),
    onTransaction: () => undefined,
    onTrouble: (reason) => void troubles.push(reason),
  })
  return {
    address: proxy.address,
    async take() {
      await proxy.settled()
      if (troubles.length > 0) throw new Error(`expected tracing without trouble, found: ${troubles.join('; ')}`)
      return seen.splice(0)
    },
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  }
}
