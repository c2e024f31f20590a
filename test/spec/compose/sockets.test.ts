import { deepEqual, equal, match } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketBehind } from '../../../harness/spec/compose/sockets.ts'
import { surveyCompose } from '../../../harness/spec/compose/survey.ts'
import { specFolder } from '../folder.ts'
import { composed } from './folder.ts'

/** A folder with a socket that somebody listens on, as an engine does. */
async function listening(): Promise<{ readonly folder: string; readonly socket: string } & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-socket-'))
  const socket = join(folder, 'engine.sock')
  const server = createServer().listen(socket)
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    await once(server, 'close')
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, socket, [Symbol.asyncDispose]: stop }
}

const file = (source: string) => `services:
  db: { image: "postgres:17" }
  watchtower: { image: watchtower, volumes: ["${source}:/var/run/docker.sock:ro"] }
`

describe('a socket of this machine in a compose file', () => {
  it('is complained of though it is mounted read-only, by itself and in its folder', async () => {
    await using engine = await listening()
    const expected =
      'services.watchtower.volumes[0]: expected no socket of this machine, by which a container reaches out of the rehearsal even where it is mounted read-only, or `without: [watchtower]` in stage.compose, found '
    using itself = composed(file(engine.socket))
    const [line = ''] = await itself.complaints()
    equal(line.slice(line.indexOf('services.')), `${expected}the socket ${engine.socket}`)
    using around = composed(file(engine.folder))
    const [other = ''] = await around.complaints()
    equal(other.slice(other.indexOf('services.')), `${expected}${engine.folder}, which holds ${engine.socket}`)
  })

  it('is nobody’s business where the spec leaves its service out', async () => {
    await using engine = await listening()
    const spec =
      'rehearsal: a\nstage: { compose: { file: compose.yaml, without: [watchtower] } }\ntraffic: { scenarios: { all: { script: s.js, rate: 1/s } } }\nupgrade: { steps: [] }\n'
    using folder = specFolder(spec, { 's.js': '', 'compose.yaml': file(engine.socket) })
    const { stage } = await folder.read()
    deepEqual(stage.auxiliaries, [])
  })

  it('is told by a survey, so that whoever writes a spec leaves the service out', async () => {
    await using engine = await listening()
    using folder = composed(file(engine.socket))
    const { services } = await surveyCompose(join(folder.folder, 'compose.yaml'), {})
    match(services[1]?.unfit ?? '', /^it mounts the socket /)
    equal(services[0]?.unfit, null)
  })

  it('is none where folders hold only files', async () => {
    using folder = composed(file('./conf'), { files: { 'conf/a': '' } })
    equal(socketBehind(join(folder.folder, 'conf')), null)
    deepEqual(await folder.complaints(), ['none'])
  })
})

describe('a service that extends another', () => {
  const compose = 'services: { db: { image: "postgres:17" }, cache: { extends: { service: base }, command: sleep 9 } }'
  const spec = (services: string) =>
    `rehearsal: a\nstage: { compose: { file: compose.yaml, ignore: [extends] }${services} }\ntraffic: { scenarios: { all: { script: s.js, rate: 1/s } } }\nupgrade: { steps: [] }\n`

  it('is complained of where `extends` is left out and nothing says what it is', async () => {
    using folder = specFolder(spec(''), { 's.js': '', 'compose.yaml': compose })
    const [line = ''] = await folder.complaints()
    equal(
      line.slice(line.indexOf('services.')),
      'services.cache.extends: expected an image or a build beside it, for what it extends is left out, or `without: [cache]` in stage.compose, found neither',
    )
  })

  it('may be made by the spec', async () => {
    using folder = specFolder(spec(', services: { cache: { image: "redis:7", port: 6379 } }'), {
      's.js': '',
      'compose.yaml': compose,
    })
    deepEqual(await folder.complaints(), ['none'])
  })
})
