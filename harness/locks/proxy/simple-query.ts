import { nextTurn } from './conversation.ts'
import { FLUSH, type Message, parse, RUN, RUN_QUIETLY, SYNC, stringAt } from './message.ts'
import { now } from './progress.ts'
import { createReply } from './reply.ts'
import { type Part, type Route, routeQuery } from './route.ts'
import { wantsToBeAlone } from './session-knowledge.ts'
import type { Connection } from './traced-connection.ts'

/** Major version of the grammar that cuts strings: an older server may refuse what it takes. */
const GRAMMAR = 18

/** Query: in parts where it can be, so that the locks of each can be read while they are held. */
export async function simpleQuery(connection: Connection, message: Message): Promise<void> {
  const receivedAt = now()
  const text = stringAt(message.bytes, 5)
  const route = await chooseRoute(connection, text)
  if (route.kind === 'parts') await sendParts(connection, route.parts, receivedAt)
  else await sendWhole(connection, message, { ...route, receivedAt })
}

async function chooseRoute({ conversation, knowledge, lookout }: Connection, text: Buffer): Promise<Route> {
  const sql = text.toString('utf8')
  knowledge.hear(sql)
  const route = routeQuery(text, await knowledge.circumstances(conversation))
  if (route.kind === 'whole' || route.parts.length === 1) return route
  if (Number.parseInt(conversation.parameters.get('server_version') ?? '', 10) >= GRAMMAR) return route
  // Natively nothing of a string runs when its last statement has a mistake in its grammar.
  if (await lookout.parses(sql).catch(() => false)) return route
  return { kind: 'whole', sql, traits: null, because: "the server's parser refuses the text" }
}

async function sendWhole(
  connection: Connection,
  { bytes }: Message,
  { sql, traits, because, receivedAt }: Extract<Route, { kind: 'whole' }> & { readonly receivedAt: number },
): Promise<void> {
  const { conversation, tracer, toServer } = connection
  const empty = traits === null && because === null
  const alone = await connection.leaveAlone(wantsToBeAlone(sql, traits))
  if (!empty) await tracer.begin({ sql, traits, bound: false, because, alone, receivedAt })
  const turn = nextTurn(conversation, 'ready', 'copy-in')
  toServer.push(bytes)
  await toServer.flush()
  await turn
}

/** What a pipeline is to the server before a statement: a string is an implicit block from its first statement on. */
type Block = 'none' | 'implicit' | 'explicit'

async function sendParts(connection: Connection, parts: readonly Part[], receivedAt: number): Promise<void> {
  const { conversation, knowledge, toServer } = connection
  const reply = createReply()
  conversation.reply = reply
  knowledge.unnamedIsOurs = true
  let block: Block = conversation.status === 'I' ? 'none' : 'explicit'
  for (const [index, part] of parts.entries()) {
    const opensBlock = parts.length > 1 && block === 'none'
    if (opensBlock) block = 'implicit'
    reply.begin(part, { last: index === parts.length - 1, muted: opensBlock, inBlock: block === 'implicit' })
    const went = await sendPart(connection, part, { opensBlock, receivedAt: index === 0 ? receivedAt : now() })
    if (!went) break
    if (part.traits.transaction === 'begins') block = 'explicit'
    if (part.traits.transaction === 'ends') block = 'none'
  }
  const turn = nextTurn(conversation, 'ready')
  toServer.push(SYNC)
  await toServer.flush()
  await turn
}

/**
 * A pipeline becomes an implicit block with its second Execute. SHOW makes it one for the first statement too, and
 * leaves SET TRANSACTION and the like their right to come before any query, since it takes no snapshot.
 */
const OPEN_BLOCK = Buffer.concat([parse(Buffer.from('SHOW server_version')), RUN_QUIETLY])

/** Whether the statement came to its end. */
async function sendPart(
  connection: Connection,
  { bytes, sql, traits }: Part,
  { opensBlock, receivedAt }: { readonly opensBlock: boolean; readonly receivedAt: number },
): Promise<boolean> {
  const { conversation, tracer, toServer } = connection
  const alone = await connection.leaveAlone(wantsToBeAlone(sql, traits))
  const because = alone ? 'it allows no other session beside it, or counts them' : null
  await tracer.begin({ sql, traits, bound: false, because, alone, receivedAt })
  const turn = nextTurn(conversation, 'completed', 'failed')
  if (opensBlock) toServer.push(OPEN_BLOCK)
  toServer.push(Buffer.concat([parse(bytes), RUN, FLUSH]))
  await toServer.flush()
  const completed = (await turn) === 'completed'
  if (completed) await tracer.completed()
  return completed
}
