import { describe, RehearsalError } from '../errors.ts'
import { run } from '../process/run.ts'
import { lastLines } from '../process/tail.ts'

const TIMEOUT_MS = 10 * 60_000

/** Runs npm in a folder. It gets the operator's environment, for that is where proxies and registries are named. */
export async function npm(args: readonly string[], folder: string, what: string): Promise<void> {
  const flags = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  const result = await run('npm', [...args, ...flags], { cwd: folder, env: npmEnvironment(), timeoutMs: TIMEOUT_MS })
  if (result.exitCode === 0) return
  const found = result.error
    ? describe(result.error)
    : result.timedOut
      ? 'no end within 10 min'
      : `exit code ${result.exitCode}`
  throw new RehearsalError(
    'install-failed',
    `expected npm ${args[0]} to install ${what}, found ${found}:\n${lastLines(result.tail, 15)}`,
    'check that the npm registry can be reached, and run it by hand once for all it says',
  )
}

/** Without what an npm that runs us says about our own package; it would be taken for the other folder's. */
function npmEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const ours = /^(npm_(package|lifecycle|command|node|config_(local_)?prefix)|INIT_CWD$|NODE_OPTIONS$)/
  const kept = Object.entries(env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !ours.test(pair[0]),
  )
  return Object.fromEntries(kept)
}
