import { run } from '../process/run.ts'
import { lastLines } from '../process/tail.ts'

const OLDEST: readonly [number, number] = [1, 1]

/** `1.1.0`, as the binary says. Rejects where it does not run, or is too old to be driven. */
export async function versionOf(path: string): Promise<string> {
  // HOME, or k6 complains that it has none.
  const result = await run(path, ['version'], { env: { HOME: '/' }, timeoutMs: 10_000 })
  const version = /\bv(\d+\.\d+\.\d+)/.exec(result.stdout)?.[1]
  if (version === undefined || result.exitCode !== 0) {
    throw new Error(
      `${path} is no k6: ${result.timedOut ? 'no answer within 10 s' : lastLines(result.tail, 1) || 'it says nothing'}`,
    )
  }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Error(`${path} is k6 ${version}, at least ${OLDEST.join('.')} is needed`)
  }
  return version
}
