import type { DatabaseAddress } from '../../model/stage.ts'

export interface TracedLock {
  /** `orders`, or `schema.orders` outside public; `oid:N` for a relation that was gone before it had a name. */
  readonly relation: string
  readonly oid: number
  /** As `pg_class.relkind`; `?` for a relation that was gone before it had a name. */
  readonly relkind: string
  /** As `pg_locks.mode`. */
  readonly mode: string
  /** The relation was in committed pg_class when the lock was first seen. */
  readonly existed: boolean
  /** No sample met it: the statement is documented to take it. */
  readonly unseen?: true
}

export interface TracedAdvisory {
  /** `42`, or `4, 2` for the form with two keys. */
  readonly key: string
  readonly mode: string
}

export interface TracedStatement {
  /** Counts the proxy's connections, from 1. */
  readonly connection: number
  readonly pid: number
  /** `application_name` as the server last reported it. */
  readonly application: string
  /** Counts top-level transactions per connection, from 1. */
  readonly transaction: number
  /** Counts statements per connection, from 1. */
  readonly index: number
  /** As sent; one statement of a multi-statement string is cut out. */
  readonly sql: string
  /** It had parameters. */
  readonly bound: boolean
  /** Epoch ms with fractions; the proxy's own hold is taken out of the end. */
  readonly startedAt: number
  readonly endedAt: number
  /** How long the proxy held it up. */
  readonly heldMs: number
  readonly exact: boolean
  /** Why it was only sampled; null when exact. */
  readonly because: string | null
  /** Newly taken by this statement: those still held at its end, and those seen while it ran. */
  readonly locks: readonly TracedLock[]
  readonly advisory: readonly TracedAdvisory[]
  readonly error: { readonly sqlstate: string; readonly message: string } | null
  readonly notices: readonly string[]
}

export interface TracedTransaction {
  readonly connection: number
  readonly pid: number
  readonly transaction: number
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: 'committed' | 'rolled-back'
  /** Existing relations whose file was replaced, as seen after commit. */
  readonly rewritten: readonly string[]
}

/**
 * A moment at which a client can be stopped. `begins`: the statement is about to be sent. `completed`: it has run, and
 * what else the client sent with it has not. `ended`: the server waits for the client's next message, and the client
 * has not heard yet.
 */
export interface Boundary {
  readonly connection: number
  readonly pid: number
  /** As in the statement's trace. */
  readonly index: number
  readonly sql: string
  readonly moment: 'begins' | 'completed' | 'ended'
  /** The server refused it. */
  readonly failed: boolean
  /**
   * Cuts the client off, which never says Terminate. What it had sent by then still goes to the server, as it would
   * from the buffers of its socket: so the server runs a statement to its end, and commits it, as it does natively
   * where it neither sends a notice nor looks for its client (client_connection_check_interval).
   */
  cut(): void
}

export interface TraceOptions {
  /** With a user that may see everybody's locks: the side sessions connect with it. */
  readonly server: DatabaseAddress
  readonly onStatement: (statement: TracedStatement) => void
  readonly onTransaction: (transaction: TracedTransaction) => void
  /** What kept the proxy from tracing; the client's work goes on. */
  readonly onTrouble: (reason: string) => void
  /** The client and its server wait at each moment for what this returns; absent where nobody steps in. */
  readonly onBoundary?: (boundary: Boundary) => Promise<void>
  readonly listenHost?: string
  /** PEM; without it SSLRequest is answered with no. */
  readonly tls?: { readonly key: string; readonly cert: string } | null
  /** How often locks are sampled while a statement runs; 5 ms unless told otherwise. */
  readonly sampleMs?: number
}
