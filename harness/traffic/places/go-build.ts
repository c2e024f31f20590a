import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../../cache/cache.ts'
import { run } from '../../process/run.ts'
import { lastLines } from '../../process/tail.ts'
import { childEnvironment, K6_RELEASE, type Place, type Search } from './place.ts'

const MODULE = 'go.k6.io/k6/v2'

/** `go install` refuses k6 for its replace directives; a module of our own that names it as a tool does not. */
const GO_MOD = `module fulldress

go 1.25.0

tool ${MODULE}

require ${MODULE} v${K6_RELEASE}
`

export const goBuild: Place = {
  name: 'Go build',
  async find(search) {
    await version(search)
    const folder = await cached(`k6-${K6_RELEASE}-go`, (into) => build(into, search), search.cache)
    return join(folder, 'k6')
  },
  describe: (search) => version(search).catch((error: Error) => error.message),
}

async function version({ env, signal }: Search): Promise<string> {
  const result = await run('go', ['version'], { env: childEnvironment(env), signal, timeoutMs: 10_000 })
  if (result.exitCode !== 0) throw new Error('no Go on PATH')
  return result.stdout.trim()
}

async function build(folder: string, search: Search): Promise<void> {
  await writeFile(join(folder, 'go.mod'), GO_MOD)
  // Asks for one small file first: without a network that ends in seconds, not after a long build.
  await go(['list', '-m', `${MODULE}@v${K6_RELEASE}`], { folder, search, timeoutMs: 20_000 })
  search.progress(`k6 ${K6_RELEASE}: building it with Go, which takes 3 to 10 minutes the first time`)
  const args = ['build', '-mod=mod', '-trimpath', '-ldflags=-s -w', '-o', join(folder, 'k6'), MODULE]
  await go(args, { folder, search, timeoutMs: 20 * 60_000 })
  await rm(join(folder, 'go.sum'), { force: true })
}

async function go(
  args: readonly string[],
  about: { folder: string; search: Search; timeoutMs: number },
): Promise<void> {
  const { env, signal } = about.search
  const pinned = { ...childEnvironment(env), CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -mod=mod', GOWORK: 'off' }
  const result = await run('go', args, { cwd: about.folder, env: pinned, signal, timeoutMs: about.timeoutMs })
  if (result.exitCode === 0) return
  const why = result.timedOut ? `no answer within ${about.timeoutMs / 1000} s` : lastLines(result.tail, 2)
  throw new Error(`go ${args[0]}: ${why}`)
}
