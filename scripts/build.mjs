// harness/ → dist/: plain JavaScript for the published package, as Node refuses TypeScript under node_modules.
import { spawnSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './install.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
ensureInstalled(root)
rmSync(join(root, 'dist'), { recursive: true, force: true })
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** The compiler's exit code; what it says goes to stderr. */
function compile(...args) {
  const { status } = spawnSync(process.execPath, [tsc, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  return status ?? 70
}

// What runs in the reader's browser is compiled with the browser's types, to where the report reads it.
const browser = join('harness', 'report', 'browser', 'tsconfig.json')
const status = compile('-p', 'tsconfig.build.json') || compile('-p', browser, '--noEmit', 'false')
if (status === 0) chmodSync(join(root, 'dist', 'bin.js'), 0o755)
process.exitCode = status
