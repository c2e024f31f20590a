import { RehearsalError } from '../../errors.ts'
import type { DatabaseDescription } from '../../model/stage.ts'
import { databaseReady } from '../postgres/ready.ts'
import type { ScratchOptions, ScratchServer } from '../scratch-server.ts'
import { StartedContainer } from './container.ts'
import { findEngine } from './engine.ts'
import { ensureImage, originOf } from './image.ts'
import { runLabels } from './labels.ts'
import { envList } from './stage.ts'

/** A scratch server in a container, published on this machine alone. */
export async function startScratchContainer(
  description: DatabaseDescription,
  props: Omit<ScratchOptions, 'version' | 'runtime'> & { readonly logFile: string },
): Promise<ScratchServer> {
  const { run, logFile, progress, signal } = props
  const engine = await findEngine()
  const { image, user, password, settings } = description
  await ensureImage(engine, image, progress)
  const container = await StartedContainer.start(engine, {
    label: 'the scratch database',
    logFile,
    options: {
      Image: image,
      Labels: runLabels(run),
      Cmd: ['postgres', ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      Env: envList({ POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: description.name, TZ: 'UTC' }),
      ExposedPorts: { '5432/tcp': {} },
      HostConfig: { ShmSize: 1024 ** 3, PortBindings: { '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
    },
  })
  try {
    const port = (await container.published()).get(5432) ?? 0
    const address = { host: '127.0.0.1', port, user, password, database: description.name }
    // The image starts a server for its own set-up first, on a socket only: a port that answers is the real one.
    const answer = await databaseReady(address, { timeoutMs: 60_000, ended: container.ended, signal })
    if (answer !== null) throw unready(image, answer, container.tail())
    return { address, origin: await originOf(engine, image), [Symbol.asyncDispose]: () => container.stop(0) }
  } catch (error) {
    await container.stop(0)
    throw error
  }
}

function unready(image: string, answer: string, log: string): RehearsalError {
  return new RehearsalError(
    'database-unready',
    `expected ${image} to open sessions within 60 s, found: ${answer}\n${log}`,
    'its log tells what it did not like; --runtime processes needs no image',
  )
}
