import { run } from '../../process/run.ts'

const TIMEOUT_MS = 10_000

/** What git knows of a folder: its files as of the last release, or as of the last commit. */
export interface Released {
  /** How people call it: `the tag v4.2.0`, `the last commit`. */
  readonly name: string
  /** Relative to the folder. */
  readonly files: ReadonlySet<string>
}

/** What is in git already, newest tag first choice; null where git, or a commit, is not to be had. */
export async function releasedFiles(folder: string): Promise<Released | null> {
  const tag = (await git(folder, ['describe', '--tags', '--abbrev=0']))?.trim()
  for (const [name, commit] of [
    [`the tag ${tag}`, tag],
    ['the last commit', 'HEAD'],
  ] as const) {
    if (!commit) continue
    const listed = await git(folder, ['ls-tree', '-r', '-z', '--name-only', commit, '.'])
    if (listed !== null) return { name, files: new Set(listed.split('\0').filter((file) => file !== '')) }
  }
  return null
}

/** What git prints; null where it fails, or is not installed. It reads, and takes no lock. */
async function git(folder: string, args: readonly string[]): Promise<string | null> {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
  const { exitCode, stdout } = await run('git', args, { cwd: folder, env, timeoutMs: TIMEOUT_MS })
  return exitCode === 0 ? stdout : null
}
