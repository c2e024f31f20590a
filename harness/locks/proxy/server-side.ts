import { withoutChannelBinding } from './authentication.ts'
import { tell } from './conversation.ts'
import { readComplaint } from './fields.ts'
import { type Message, stringAt } from './message.ts'
import type { Connection } from './traced-connection.ts'

/** Takes one message of the server's; a promise where the ones after it have to wait. */
export function hear(connection: Connection, message: Message): Promise<void> | undefined {
  const { conversation } = connection
  note(connection, message)
  if (message.type === 'Z') return ready(connection, message)
  if ((message.type === 'G' || message.type === 'H') && conversation.phase === 'queries')
    return copyBegins(connection, message)
  pass(connection, message)
  return undefined
}

function note({ conversation, tracer }: Connection, { type, bytes }: Message): void {
  if (type === 'S') {
    const name = stringAt(bytes, 5)
    conversation.parameters.set(name.toString(), stringAt(bytes, 5 + name.length + 1).toString())
  } else if (type === 'K') conversation.pid = bytes.readInt32BE(5)
  else if (type === 'C') {
    conversation.copying = false
    tracer.tag(stringAt(bytes, 5).toString())
  } else if (type === 'N') tracer.notice(readComplaint(bytes).message)
  else if (type === 'E') {
    conversation.copying = false
    // The server reads on to Sync; a simple Query in parts sends its own.
    conversation.skipping = conversation.unsynced
    tracer.error(readComplaint(bytes))
  }
}

const ENDS: ReadonlySet<string> = new Set(['C', 'I', 's'])

function pass({ conversation, toClient }: Connection, message: Message): void {
  const { type, bytes } = message
  if (conversation.phase === 'authentication') {
    toClient.push(type === 'R' && conversation.encrypted ? withoutChannelBinding(bytes) : bytes)
    return
  }
  if (conversation.reply) {
    const meaning = conversation.reply.hear(message, toClient.push)
    if (meaning) tell(conversation, meaning)
    return
  }
  if (type === '3' && conversation.ownCloses > 0) {
    conversation.ownCloses--
    return
  }
  toClient.push(bytes)
  if (ENDS.has(type)) tell(conversation, 'completed')
  else if (type === 'E') tell(conversation, 'failed')
}

/** The relation is locked by now, and stays so until the data is through. */
async function copyBegins(connection: Connection, message: Message): Promise<void> {
  await connection.tracer.glance()
  pass(connection, message)
  if (message.type === 'H') return
  connection.conversation.copying = true
  tell(connection.conversation, 'copy-in')
}

/** The client may go on only when what it did is on record: its next statement could rename what this one locked. */
async function ready(connection: Connection, message: Message): Promise<void> {
  const { conversation, tracer, knowledge } = connection
  const status = String.fromCharCode(message.bytes[5] ?? 0)
  if (conversation.phase === 'queries') await tracer.ready(status)
  knowledge.settled(status)
  pass(connection, message)
  Object.assign(conversation, { status, phase: 'queries', unsynced: false, skipping: false, copying: false })
  Object.assign(conversation, { reply: null, ownCloses: 0 })
  tell(conversation, 'ready')
}
