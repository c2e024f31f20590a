import { manifestOf } from './manifest.ts'
import type { ProjectFiles } from './project-files.ts'

/** A service that is not in a compose file, as far as the project tells how it is started. */
export interface FoundService {
  readonly name: string
  /** What told it: `the script start of package.json`. */
  readonly because: string
  /** Relative to the project. */
  readonly source?: string
  readonly command?: string
  readonly image?: string
  readonly dockerfile?: string
  readonly port: number
  /** null where nothing told it. */
  readonly portBecause: string | null
  readonly healthPath: string | null
  readonly assumed: readonly string[]
}

const DEFAULT_PORT = 8080
/** Health paths by custom, most usual first. */
const HEALTH = ['/healthz', '/health', '/readyz', '/ready', '/livez', '/api/health', '/ping', '/status']

/** The service of a project without a compose file: by package.json, a Dockerfile or a Procfile; null without any. */
export function findService(project: ProjectFiles): FoundService | null {
  const { name = '', scripts = {}, main, engines } = manifestOf(project)
  const dockerfile = project.has('Dockerfile') ? 'Dockerfile' : null
  const called = serviceName(name)
  const common = {
    name: called,
    ...portOf(project, [scripts.start ?? '', main ?? '']),
    healthPath: healthPathOf(project),
  }
  if (scripts.start !== undefined) {
    const plain = scripts.prestart === undefined && !/\b(npm|yarn|pnpm|bun)\b/.test(scripts.start)
    const beside =
      dockerfile === null
        ? []
        : [
            'There is a Dockerfile as well: build: { context: . } instead of source, image and command rehearses its image.',
          ]
    return {
      ...common,
      because: 'the script start of package.json',
      source: '.',
      command: plain ? scripts.start : 'npm start',
      image: `node:${nodeMajor(engines?.node)}-bookworm-slim`,
      assumed: beside,
    }
  }
  if (dockerfile !== null)
    return { ...common, because: dockerfile, dockerfile, assumed: ['An image runs in containers alone.'] }
  const web = /^web:\s*(.+)$/m.exec(project.read('Procfile'))?.[1]
  if (web === undefined) return null
  return {
    ...common,
    because: 'the line web of the Procfile',
    source: '.',
    command: web,
    assumed: ['For --runtime containers, name an image that has what the command needs.'],
  }
}

/** As a spec allows it: lower-case letters, digits and hyphens. */
function serviceName(name: string): string {
  const plain = (name.split('/').at(-1) ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
  return ['', 'strategy', 'replicas', 'drain'].includes(plain) ? 'app' : plain
}

/** The oldest that is both asked for and still maintained; images of others may be long gone. */
function nodeMajor(range = ''): number {
  const asked = Number(/\d+/.exec(range)?.[0] ?? 24)
  return [20, 22, 24].find((major) => major >= asked) ?? 24
}

function portOf(project: ProjectFiles, commands: readonly string[]): Pick<FoundService, 'port' | 'portBecause'> {
  const exposed = /^\s*EXPOSE\s+(\d+)/im.exec(project.read('Dockerfile'))?.[1]
  if (exposed !== undefined) return { port: Number(exposed), portBecause: 'EXPOSE of the Dockerfile' }
  const example = ['.env.example', '.env.sample', '.env'].find((file) => /^PORT=\d+/m.test(project.read(file)))
  const written = /^PORT=(\d+)/m.exec(project.read(example ?? ''))?.[1]
  if (written !== undefined) return { port: Number(written), portBecause: `PORT in ${example}` }
  for (const file of startedFiles(project, commands)) {
    const port = /\bPORT\b['"\])\s]*(?:\|\||\?\?|,)\s*['"]?(\d{2,5})|\.listen\(\s*(\d{2,5})/.exec(project.read(file))
    const found = port?.[1] ?? port?.[2]
    if (found !== undefined) return { port: Number(found), portBecause: file }
  }
  return { port: DEFAULT_PORT, portBecause: null }
}

/** Files that the commands name, and the usual ones. */
function startedFiles(project: ProjectFiles, commands: readonly string[]): readonly string[] {
  const words = commands
    .join(' ')
    .split(/\s+/)
    .map((word) => word.replace(/^\.\//, ''))
  const usual = [
    'server.js',
    'server.mjs',
    'server.ts',
    'index.js',
    'index.mjs',
    'src/index.ts',
    'src/server.ts',
    'app.js',
    'app.py',
  ]
  return [...words, ...usual].filter((word) => project.has(word))
}

/** A health path that the sources name in quotes, and that is usual for it. */
export function healthPathOf(project: ProjectFiles): string | null {
  const sources = project.files.filter((file) => /\.([cm]?[jt]s|py|go|rb|java|kt|rs)$/.test(file)).slice(0, 300)
  const texts = sources.map((file) => project.read(file)).join('\n')
  return HEALTH.find((path) => new RegExp(`['"\`\\s]${path}['"\`]`).test(texts)) ?? null
}
