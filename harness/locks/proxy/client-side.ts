import { nextTurn } from './conversation.ts'
import { copyEnds } from './copy.ts'
import { bindPortal, execute, parseStatement, sync } from './extended-query.ts'
import type { Message } from './message.ts'
import { now } from './progress.ts'
import { simpleQuery } from './simple-query.ts'
import type { Connection } from './traced-connection.ts'

/** Takes one message of the client's; resolves when the next one may be taken. */
export async function serve(connection: Connection, message: Message): Promise<void> {
  const { conversation, toServer } = connection
  if (conversation.phase === 'authentication' && message.type !== 'p') await nextTurn(conversation, 'ready')
  const wait = respond(connection, message)
  if (wait) return wait
  toServer.push(message.bytes)
  return undefined
}

/** Nothing where the message simply goes on. */
function respond(connection: Connection, message: Message): Promise<void> | undefined {
  const { conversation } = connection
  // In these states the server reads on without doing anything, or takes data.
  if (conversation.skipping && message.type !== 'S') return undefined
  if (conversation.copying) return 'cf'.includes(message.type) ? copyEnds(connection, message) : undefined
  if ('PBDECH'.includes(message.type)) conversation.unsynced = true
  switch (message.type) {
    case 'Q':
      return conversation.unsynced ? undefined : simpleQuery(connection, message)
    case 'P':
      return void parseStatement(connection, message)
    case 'B':
    case 'D':
      return void bindPortal(connection, message)
    case 'E':
      return execute(connection, message)
    case 'S':
      return sync(connection, message)
    case 'F':
      return conversation.unsynced ? undefined : callFunction(connection, message)
    default:
      return undefined
  }
}

/** The old protocol for large objects: https://www.postgresql.org/docs/current/protocol-flow.html, "Function Call". */
async function callFunction({ conversation, tracer, toServer }: Connection, { bytes }: Message): Promise<void> {
  const sql = `function ${bytes.readUInt32BE(5)}, by the protocol's FunctionCall`
  const because = 'the protocol calls a function without a statement'
  await tracer.begin({ sql, bound: true, traits: null, because, alone: false, receivedAt: now() })
  const turn = nextTurn(conversation, 'ready')
  toServer.push(bytes)
  await toServer.flush()
  await turn
}
