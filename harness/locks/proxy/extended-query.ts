import { nextTurn } from './conversation.ts'
import { CLOSE_UNNAMED_STATEMENT, FLUSH, type Message, stringAt } from './message.ts'
import { now } from './progress.ts'
import { prepared, wantsToBeAlone } from './session-knowledge.ts'
import type { Connection } from './traced-connection.ts'

/** Parse: remembers what the name stands for. */
export function parseStatement({ knowledge }: Connection, { bytes }: Message): void {
  const name = stringAt(bytes, 5)
  const sql = stringAt(bytes, 5 + name.length + 1).toString('utf8')
  knowledge.hear(sql)
  knowledge.statements.set(name.toString('latin1'), prepared(sql))
  if (name.length === 0) knowledge.unnamedIsOurs = false
}

/** Bind or Describe: neither may meet an unnamed statement which the client knows to be gone. */
export function bindPortal({ knowledge, conversation, toServer }: Connection, { type, bytes }: Message): void {
  const describes = type === 'D'
  if (describes && bytes[5] !== 'S'.charCodeAt(0)) return
  const portal = describes ? Buffer.alloc(0) : stringAt(bytes, 5)
  const nameAt = 5 + portal.length + 1
  const name = stringAt(bytes, nameAt)
  if (name.length === 0 && knowledge.unnamedIsOurs) {
    toServer.push(CLOSE_UNNAMED_STATEMENT)
    conversation.ownCloses++
    knowledge.unnamedIsOurs = false
    knowledge.statements.delete('')
  }
  if (describes) return
  const formatsAt = nameAt + name.length + 1
  const valuesAt = formatsAt + 2 + 2 * bytes.readUInt16BE(formatsAt)
  const statement = knowledge.statements.get(name.toString('latin1')) ?? { sql: `EXECUTE ${name}`, traits: null }
  knowledge.portals.set(portal.toString('latin1'), { statement, bound: bytes.readUInt16BE(valuesAt) > 0 })
}

/** Execute: what it locked is read before the server hears of anything else. */
export async function execute(connection: Connection, { bytes }: Message): Promise<void> {
  const { conversation, knowledge, tracer, toServer } = connection
  const name = stringAt(bytes, 5).toString('latin1')
  const portal = knowledge.portals.get(name)
  const { sql, traits } = portal?.statement ?? { sql: `FETCH FROM "${name}"`, traits: null }
  const alone = await connection.leaveAlone(wantsToBeAlone(sql, traits))
  const because = alone ? 'it allows no other session beside it, or counts them' : null
  await tracer.begin({ sql, traits, bound: portal?.bound ?? false, because, alone, receivedAt: now() })
  const turn = nextTurn(conversation, 'completed', 'failed', 'copy-in')
  toServer.push(bytes)
  toServer.push(FLUSH)
  await toServer.flush()
  if ((await turn) === 'completed') await tracer.completed()
}

/** Sync: everything before it has been read, and ReadyForQuery ends the wait. */
export async function sync({ conversation, toServer }: Connection, { bytes }: Message): Promise<void> {
  const turn = nextTurn(conversation, 'ready')
  toServer.push(bytes)
  await toServer.flush()
  await turn
}
