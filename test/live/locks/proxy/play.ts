import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '../../../../harness/locks/proxy/message.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import { bind, describePortal, execute, openRaw, parse, query, type RawClient, sync, toServer } from './raw-client.ts'
import { record } from './record.ts'
import type { Step } from './scripts/script.ts'

/** Plays a script against an address and keeps what came back; `beside` leads to the server itself. */
export async function play(
  steps: readonly Step[],
  address: DatabaseAddress,
  beside: DatabaseAddress,
): Promise<readonly string[]> {
  await using stack = new AsyncDisposableStack()
  const client = stack.use(await openRaw(address, { parameters: { application_name: 'script' } }))
  let other: RawClient | null = null
  const heard: string[] = [...client.parameters].map(([name, value]) => `${name}=${value}`).toSorted()
  const perform = async (step: Step): Promise<readonly Message[]> => {
    if (typeof step === 'string') {
      client.send(query(step.replaceAll(':database', address.database)))
      return client.until('Z')
    }
    if ('beside' in step) {
      other ??= stack.use(await openRaw(beside))
      other.send(query(step.beside))
      await other.until('Z')
      // A notification reaches an idle session some time after the COMMIT that sent it.
      await sleep(100)
      return []
    }
    if ('copy' in step || 'copyExtended' in step) return copy(client, step)
    if ('extended' in step) {
      const { extended, values, binary = false } = step
      client.send(parse(extended), bind(values, { binary }), describePortal(), execute(), sync())
      return client.until('Z')
    }
    client.send(...step.raw)
    const messages: Message[] = []
    for (let ready = step.ready ?? 1; ready > 0; ready--) messages.push(...(await client.until('Z')))
    return messages
  }
  for (const [index, step] of steps.entries()) {
    const messages = await perform(step)
    heard.push(`step ${index}`, ...messages.map((message) => record(message, address.database)))
    if (client.ended()) heard.push('ended')
  }
  return heard
}

async function copy(client: RawClient, step: Extract<Step, { data: readonly string[] }>): Promise<readonly Message[]> {
  const extended = 'copyExtended' in step
  if (extended) client.send(parse(step.copyExtended), bind(), execute(), toServer('H'))
  else client.send(query(step.copy))
  const asked = await client.until('GZ')
  if (asked.at(-1)?.type === 'Z') return asked
  for (const data of step.data) client.send(toServer('d', Buffer.from(data)))
  client.send(step.fail === undefined ? toServer('c') : toServer('f', Buffer.from(`${step.fail}\0`)))
  if (extended) client.send(sync())
  return [...asked, ...(await client.until('Z'))]
}
