import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const OLDEST = 20

/**
 * Installs the dependencies where they are missing or differ from package-lock.json, and returns the Node 24 among
 * them. Progress goes to stderr. Throws an error with a `hint` where npm cannot do it.
 */
export function ensureInstalled(root) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST) {
    const message = `expected Node ${OLDEST} or newer to begin with, found ${process.version}`
    throw mendable(message, 'Install a newer one from https://nodejs.org/download')
  }
  const stale = whyStale(root)
  if (stale !== null) install(root, stale)
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(node)) bringNode(root, node)
  return node
}

/** Why the installed packages are not those of the lock, or null where they are. */
function whyStale(root) {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (installed === null) return 'none are here yet'
  const wanted = packagesOf(join(root, 'package-lock.json')) ?? {}
  for (const [path, { version, optional, link }] of Object.entries(wanted)) {
    // Of the optional ones npm installs what fits the platform.
    if (path === '' || optional || link) continue
    if (installed[path]?.version !== version) return `${path.replace(/^.*node_modules\//, '')} ${version} is missing`
  }
  return null
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null
}

function install(root, reason) {
  say(`installing the dependencies, about half a minute, this once (npm ci; ${reason})`)
  const startedAt = Date.now()
  // npm warns of packages that want a newer Node than the one it runs on; they get it.
  const { status, signal, error } = npm(root, ['ci', '--loglevel=error', '--no-fund', '--no-audit'])
  if (status !== 0) {
    const how = error?.message ?? (signal ? `ended by ${signal}` : `exit code ${status}`)
    throw mendable(`npm ci in ${root} failed: ${how}`, 'What npm said is above. It needs its registry this once.')
  }
  say(`dependencies installed in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`)
}

/** stdout belongs to the program's result, so npm gets our stderr for both. */
function npm(root, args) {
  const stdio = ['ignore', 2, 2]
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio })
  return spawnSync('npm', args, { cwd: root, stdio, shell: process.platform === 'win32' })
}

/** The `node` package fetches the binary in an install script, which a careful npm does not run. */
function bringNode(root, node) {
  say('fetching Node 24, whose install script npm has not run')
  const cwd = join(root, 'node_modules', 'node')
  const { status } = spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd, stdio: ['ignore', 2, 2] })
  if (status === 0 && existsSync(node)) return
  throw mendable(`expected Node 24 at ${node}, found none`, 'npm rebuild node --foreground-scripts')
}

function say(text) {
  process.stderr.write(`fulldress: ${text}\n`)
}

function mendable(message, hint) {
  return Object.assign(new Error(message), { hint })
}
