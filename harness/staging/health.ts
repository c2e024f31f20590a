import { setTimeout as sleep } from 'node:timers/promises'
import { RehearsalError } from '../errors.ts'
import type { Health } from '../model/stage.ts'
import { lastLines } from '../process/tail.ts'
import type { FrontControl } from './front/control.ts'
import type { Player } from './ground.ts'

interface Wait {
  readonly front: FrontControl
  readonly health: Health
  readonly code: 'service-unready' | 'partner-unready'
  readonly hint: string
  readonly signal: AbortSignal
}

/** As Node, libuv, Go, Python, Java and PostgreSQL say it. */
const PORT_TAKEN = /EADDRINUSE|address already in use|only one usage of each socket address|port is already allocated/i
const PORT_HINT =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of the spec, as the operator writes it
  'have it listen on ${port} (also in PORT), which is free, instead of a port of its own that somebody has taken'

const PATH_HINT = 'look at `health.path`: the service answers, and knows no such path'

/** Asks until it is healthy. Rejects with its last log lines when time is up, or it ended, or the signal is aborted. */
export async function waitUntilHealthy(player: Player, wait: Wait): Promise<void> {
  const { health, signal } = wait
  const found = await untilWell(player, { ask: () => ask(player, wait), timeoutMs: health.timeoutMs, signal })
  if (found !== null) throw unready(player, wait, found)
}

/** Asks until there is no trouble, and resolves to what there was when time was up or the player ended; null for none. */
export async function untilWell(
  player: Player,
  {
    ask,
    timeoutMs,
    signal,
  }: { readonly ask: () => Promise<string | null>; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string | null> {
  const deadline = Date.now() + timeoutMs
  let ended: string | null = null
  void player.exited.then((why) => {
    ended = why
  })
  for (;;) {
    signal.throwIfAborted()
    const trouble = await ask()
    if (trouble === null) return null
    signal.throwIfAborted()
    if (ended !== null) return `it ended with ${ended}`
    if (Date.now() >= deadline) return trouble
    await sleep(50)
  }
}

async function ask({ backend, trouble }: Player, { front, health }: Wait): Promise<string | null> {
  if (health.path === null) return (await trouble?.()) ?? (await front.connect(backend)).error ?? null
  const { status = 0, error } = await front.fetch(`http://${backend.host}:${backend.port}${health.path}`)
  if (error !== undefined) return error
  return status >= 200 && status < 400 ? null : `status ${status}`
}

function unready(player: Player, { health, code, hint }: Wait, found: string): RehearsalError {
  const asked =
    health.path === null ? `port ${player.backend.port} to accept connections` : `2xx or 3xx from GET ${health.path}`
  const log = lastLines(player.tail(), 15)
  const said = log === '' ? 'it logged nothing' : `its last log lines:\n${log}`
  const message = `expected ${player.label}: ${asked} within ${health.timeoutMs / 1000} s, found: ${found}; ${said}`
  if (PORT_TAKEN.test(log)) return new RehearsalError('port-taken', message, PORT_HINT)
  return new RehearsalError(code, message, found === 'status 404' ? PATH_HINT : hint)
}
