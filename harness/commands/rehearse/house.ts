import { isInside } from '../../staging/namespace.ts'
import { type Audience, EMPTY_HOUSE, type News } from '../../status/audience.ts'
import { NotifyChannel } from '../../status/notify/channel.ts'
import { lostInWords } from '../../status/notify/lost.ts'
import { notifyTarget } from '../../status/notify/target.ts'
import { statusAddress } from '../../status/page/address.ts'
import { openStatusPage, type StatusPage } from '../../status/page/server.ts'
import { relayTo } from '../../status/relay.ts'
import { keep } from '../../status/status-file.ts'

export interface HouseOptions {
  /** `:PORT` or `HOST:PORT`. */
  readonly status?: string
  /** Addresses of channels. */
  readonly notify?: readonly string[]
}

/** More channels, separated by blanks, for addresses that are secrets. */
const NOTIFY_VARIABLE = 'FULLDRESS_NOTIFY'

/**
 * Opens what --status and --notify ask for, before anything is started: a port that is taken is told now. Inside of a
 * namespace there is no network to be seen on, so all goes to the process outside, which has opened it.
 */
export async function openHouse(options: HouseOptions, env: NodeJS.ProcessEnv): Promise<Audience> {
  const secret = env[NOTIFY_VARIABLE]?.split(/\s+/).filter((text) => text !== '') ?? []
  // Nothing that is started from here on needs to know it.
  delete env[NOTIFY_VARIABLE]
  if (isInside(env)) return relayToParent(options.status !== undefined)
  const channels = [...(options.notify ?? []), ...secret].map((text) => new NotifyChannel(notifyTarget(text)))
  if (options.status === undefined) return channels.length === 0 ? EMPTY_HOUSE : house(null, channels)
  const page = await openStatusPage(statusAddress(options.status))
  process.stderr.write(`status page: ${page.url}\n`)
  if (!page.loopback) {
    const who = 'whoever can reach this machine there can read what the rehearsal finds'
    process.stderr.write(`warning: the status page does not listen on loopback alone: ${who}\n`)
  }
  return house(page, channels)
}

function relayToParent(watches: boolean): Audience {
  const parent = {
    get connected() {
      return process.connected === true
    },
    send: (news: News, sent: (error: Error | null) => void) => void process.send?.(news, undefined, {}, sent),
  }
  return relayTo(parent, watches && parent.connected)
}

function house(page: StatusPage | null, channels: readonly NotifyChannel[]): Audience {
  let folder: string | null = null
  return {
    watches: page !== null,
    tell(news: News) {
      if (news.kind === 'folder') folder = news.folder
      else if (news.kind === 'state') page?.show(news.state)
      else {
        page?.tell(news.message)
        for (const channel of channels) channel.tell(news.message)
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...channels.map((channel) => settle(channel, folder)), page?.[Symbol.asyncDispose]()])
    },
  }
}

/** What did not reach a channel is noted beside the messages, and told once. */
async function settle(channel: NotifyChannel, folder: string | null): Promise<void> {
  const lost = await channel.close()
  const [first] = lost
  if (first === undefined) return
  const at = new Date().toISOString()
  if (folder !== null) for (const one of lost) keep(folder, { fulldress: 1, kind: 'undelivered', at, ...one })
  process.stderr.write(`warning: ${lostInWords(lost, channel)}; status.jsonl has them\n`)
}
