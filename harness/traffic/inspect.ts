import { RehearsalError } from '../errors.ts'
import { run } from '../process/run.ts'
import { describeLog } from './log.ts'
import type { ScriptOptions } from './script-options.ts'
import type { K6 } from './traffic.ts'

export interface InspectOptions {
  readonly k6: K6
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** A script's options as k6 itself understands them: runs its init code, sends nothing. */
export async function inspectScript(script: string, { k6, env, signal }: InspectOptions): Promise<ScriptOptions> {
  const args = ['inspect', '--include-system-env-vars', '--no-color', '--log-format', 'json', script]
  const result = await run(k6.path, args, { env, signal, timeoutMs: 60_000 })
  signal.throwIfAborted()
  try {
    if (result.exitCode === 0) return JSON.parse(result.stdout) as ScriptOptions
  } catch {
    // Not JSON: told below, with what k6 said instead.
  }
  const said = result.timedOut ? 'no answer within 60 s' : describeLog(result.tail)
  throw new RehearsalError(
    'script-broken',
    `expected a k6 script at ${script}, k6 ${k6.version} refused it: ${said}`,
    `run \`k6 inspect ${script}\` with the environment of the spec's traffic, and mend what it complains of`,
  )
}
