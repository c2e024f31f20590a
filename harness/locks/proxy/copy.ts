import { nextTurn } from './conversation.ts'
import { FLUSH, type Message } from './message.ts'
import type { Connection } from './traced-connection.ts'

/** CopyDone or CopyFail: the statement that began with the data goes on to its end. */
export async function copyEnds({ conversation, tracer, toServer }: Connection, { bytes }: Message): Promise<void> {
  if (!conversation.unsynced) {
    // A string may copy more than once.
    const turn = nextTurn(conversation, 'ready', 'copy-in')
    toServer.push(bytes)
    await toServer.flush()
    await turn
    return
  }
  const turn = nextTurn(conversation, 'completed', 'failed')
  toServer.push(bytes)
  toServer.push(FLUSH)
  await toServer.flush()
  if ((await turn) === 'completed') await tracer.completed()
}
