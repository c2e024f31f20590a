// Runs one of our TypeScript programs on the Node 24 that the dependencies bring, after installing them where they are
// missing or stale: `node scripts/with-node-24.mjs harness/bin.ts rehearse`. Plain JavaScript on builtins alone, for
// this file is what runs before anything is installed, on whatever Node from 20 up is at hand.
import { spawn } from 'node:child_process'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './install.mjs'

/** npm passes a terminal's Ctrl-C on to us, who had it from the terminal already; a person's second one takes longer. */
const SAME_KEYSTROKE_MS = 500
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** `npm --prefix CHECKOUT run fulldress -- ...` is meant for the folder one stands in; npm start is for the sample here. */
const WHERE_ONE_STANDS = process.env.npm_lifecycle_event === 'fulldress' ? process.env.INIT_CWD : undefined

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [entry, ...args] = process.argv.slice(2)
if (entry === undefined)
  complain('expected a program, found none', 'node scripts/with-node-24.mjs harness/bin.ts --help')
run(installed(), [resolve(root, entry), ...args])

function installed() {
  try {
    return ensureInstalled(root)
  } catch (error) {
    return complain(error.message, error.hint ?? 'Remove node_modules and run the same command again.')
  }
}

/** A session of its own, so that each signal reaches the program once, whoever else in our group received it. */
function run(command, argv) {
  const PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
  const env = { ...process.env, PATH }
  const child = spawn(command, argv, {
    stdio: 'inherit',
    detached: process.platform !== 'win32',
    env,
    cwd: WHERE_ONE_STANDS,
  })
  const lastAt = {}
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      const now = Date.now()
      if (now - (lastAt[signal] ?? 0) > SAME_KEYSTROKE_MS) child.kill(signal)
      lastAt[signal] = now
    })
  }
  child.on('error', (error) =>
    complain(`cannot start ${command}: ${error.message}`, 'Remove node_modules and try again.'),
  )
  child.on('exit', leave)
}

/** Ends as the program ended, a signal included. */
function leave(code, signal) {
  if (signal === null) process.exit(code)
  for (const forwarded of FORWARDED) process.removeAllListeners(forwarded)
  process.kill(process.pid, signal)
}

function complain(message, hint) {
  process.stderr.write(`fulldress: ${message}\n  hint: ${hint}\n`)
  process.exit(2)
}
