import { run } from '../process/run.ts'
import { start } from '../process/spawn.ts'

/** Set inside of a namespace, so that nobody builds another one in it. */
const INSIDE_VARIABLE = 'FULLDRESS_ISOLATED'

export interface IsolatedCommand {
  readonly command: string
  readonly args: readonly string[]
}

/** Whether this process runs in a namespace that we made. */
export function isInside(env: NodeJS.ProcessEnv = process.env): boolean {
  return env[INSIDE_VARIABLE] === '1'
}

/** Whether this kernel and this user may make a network namespace. Tries it. */
export async function canIsolate(): Promise<boolean> {
  if (process.platform !== 'linux' || isInside()) return false
  const { command, args } = isolatedCommand(['true'], {})
  const { exitCode } = await run(command, args, { env: pathOnly(), timeoutMs: 10_000 })
  return exitCode === 0
}

/**
 * A command inside namespaces of its own: a network with nothing but loopback, and processes that all end with the first.
 *
 * It ends when the process that starts it ends, however that comes about: `setpriv` asks the kernel for a SIGKILL then,
 * and `--kill-child` hands it on. The shell stays as the first process inside, for somebody must collect orphans.
 */
export function isolatedCommand(argv: readonly string[], env: Readonly<Record<string, string>>): IsolatedCommand {
  const network = process.getuid?.() === 0 ? ['-n', '--ipc'] : ['-U', '-c', '-n', '--ipc', '--keep-caps']
  // Shared memory that a killed server leaves is gone with the namespace, where we may mount a /dev/shm of our own.
  const shell = 'ip link set lo up || exit 125; mount -t tmpfs tmpfs /dev/shm 2>/dev/null; "$@"; exit $?'
  const variables = Object.entries({ ...env, [INSIDE_VARIABLE]: '1' }).map(([key, value]) => `${key}=${value}`)
  const args = [
    ...network,
    ...['setpriv', '--pdeathsig', 'KILL'],
    ...['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'],
    ...['sh', '-c', shell, 'sh', 'env', ...variables, ...argv],
  ]
  return { command: 'unshare', args }
}

/** The same for a program that keeps the environment it is given, with the folders on its PATH where `ip` lies. */
export function isolatedProgram(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): IsolatedCommand & { readonly env: Readonly<Record<string, string>> } {
  const inherited = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return { ...isolatedCommand(argv, {}), env: { ...Object.fromEntries(inherited), ...pathOnly() } }
}

/**
 * Runs our own program again inside of a namespace, on the same terminal; resolves with its exit code.
 *
 * SIGINT and SIGTERM are handed on: the one inside cleans up, and this one only waits for it. What it says by
 * `process.send` goes to `onMessage`: in there is no network to be heard on.
 */
export async function runIsolated(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  onMessage?: (message: unknown) => void,
): Promise<number> {
  const { command, args, env: whole } = isolatedProgram(argv, env)
  const running = start(command, args, { env: whole, output: 'inherit', ...(onMessage && { onMessage }) })
  const signals = (['SIGINT', 'SIGTERM'] as const).map((name) => {
    const listener = () => void running.kill(name)
    process.on(name, listener)
    return { name, listener }
  })
  const { exitCode, signal } = await running.exited
  for (const { name, listener } of signals) process.off(name, listener)
  return exitCode ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 70)
}

function pathOnly(): Record<string, string> {
  // ip lives in sbin, which an ordinary user's PATH may lack.
  return { PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:/usr/sbin:/sbin` }
}
