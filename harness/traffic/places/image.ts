import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../../cache/cache.ts'
import { run } from '../../process/run.ts'
import { lastLines } from '../../process/tail.ts'
import { childEnvironment, K6_RELEASE, type Place, type Search } from './place.ts'

const IMAGE = `grafana/k6:${K6_RELEASE}`

/** The official image, from which the binary is copied; nothing of it is ever run. */
export const image: Place = {
  name: 'image',
  async find(search) {
    if (process.platform !== 'linux') throw new Error(`${IMAGE} holds a Linux binary`)
    await engine(search)
    const folder = await cached(`k6-${K6_RELEASE}-image`, (into) => copy(into, search), search.cache)
    return join(folder, 'k6')
  },
  describe: (search) => engine(search).catch((error: Error) => error.message),
}

async function engine(search: Search): Promise<string> {
  const args = ['version', '--format', '{{.Server.Version}}']
  return `engine ${await docker(args, search, 5000).catch(() => Promise.reject(new Error('no Docker engine answers')))}`
}

async function copy(folder: string, search: Search): Promise<void> {
  search.progress(`k6 ${K6_RELEASE}: copying it out of ${IMAGE}`)
  const container = `fulldress-k6-${randomBytes(4).toString('hex')}`
  await docker(['create', '--name', container, '--label', 'fulldress=k6', IMAGE], search, 120_000)
  try {
    await docker(['cp', `${container}:/usr/bin/k6`, join(folder, 'k6')], search, 60_000)
  } finally {
    await docker(['rm', '--force', container], { ...search, signal: new AbortController().signal }, 30_000)
  }
  await chmod(join(folder, 'k6'), 0o755)
}

async function docker(args: readonly string[], { env, signal }: Search, timeoutMs: number): Promise<string> {
  const result = await run('docker', args, { env: childEnvironment(env), signal, timeoutMs })
  if (result.exitCode === 0) return result.stdout.trim()
  throw new Error(
    `docker ${args[0]}: ${result.timedOut ? `no answer within ${timeoutMs / 1000} s` : lastLines(result.tail, 1)}`,
  )
}
