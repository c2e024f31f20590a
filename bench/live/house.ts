import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { watchLocks } from '../../harness/locks/watcher/watcher.ts'
import type { EndpointNow } from '../../harness/model/reading.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { start } from '../../harness/process/spawn.ts'
import { Desk } from '../../harness/status/desk.ts'
import { openStatusPage } from '../../harness/status/page/server.ts'
import { journal, started } from '../../test/checks/journal.ts'

export interface ViewersSeen {
  readonly viewers: number
  /** What they have read since they began. */
  readonly bytes: number
  readonly cpuMs: number
}

export interface House extends AsyncDisposable {
  /** Has so many look on from now on, and nobody else. */
  admit(viewers: number): Promise<ViewersSeen>
}

const ENDPOINTS = 60

/**
 * What a rehearsal with `--status` has beside its load: the lock watcher, a desk that reads the instruments once a second,
 * and the page. Endpoints are made up, so that there are as many as a page shows and all change in each second.
 */
export async function openHouse(address: DatabaseAddress): Promise<House> {
  await using opened = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-live-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const page = opened.use(await openStatusPage({ host: '127.0.0.1', port: 0 }))
  const record = () => undefined
  const watcher = opened.use(await watchLocks({ address, folder, name: 'live', intervalMs: 10, record }))
  await watcher.during('steady')
  const audience = {
    watches: true,
    tell: (news: Parameters<typeof show>[1]) => show(page, news),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const desk = opened.use(new Desk({ folder, audience }))
  for (const entry of journal(started(), { kind: 'act.started', act: 'baseline' })) desk.hear(entry)
  desk.onAir(() => ({ endpoints: endpoints(), waiting: watcher.waiting() }))
  const program = join(import.meta.dirname, 'viewers.ts')
  const viewers = start(process.execPath, [program, page.url], { env: {}, stdin: 'pipe' })
  opened.defer(async () => void (await viewers.stop()))
  if (viewers.stdout === null) throw new Error('expected viewers to tell what they see, found no stdout')
  const lines = createInterface({ input: viewers.stdout })[Symbol.asyncIterator]()
  const owned = opened.move()
  return {
    async admit(count) {
      viewers.stdin?.write(`${count}\n`)
      const { value } = await lines.next()
      return JSON.parse(String(value)) as ViewersSeen
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function show(
  page: Pick<Awaited<ReturnType<typeof openStatusPage>>, 'show' | 'tell'>,
  news: Parameters<ConstructorParameters<typeof Desk>[0]['audience']['tell']>[0],
): void {
  if (news.kind === 'state') page.show(news.state)
  else if (news.kind === 'message') page.tell(news.message)
}

function endpoints(): readonly EndpointNow[] {
  return Array.from({ length: ENDPOINTS }, (_, index) => ({
    endpoint: `GET /things/${index}/parts/:id`,
    requestsPerSecond: 20 + Math.random() * 10,
    failedShare: Math.random() / 100,
    quantile: { name: 'p95', ms: 20 + Math.random() * 20 },
  }))
}
