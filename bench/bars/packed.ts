import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

export interface Said {
  readonly code: number | null
  readonly output: string
  readonly seconds: number
}

/** A folder for a bar, removed with it. */
export function barFolder(name: string): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), `bar-${name}-`))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) }
}

/** Packs the checkout as it would be published; the path of the tarball. */
export function packInto(folder: string): string {
  expectWell(say('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT }))
  const tarball = readdirSync(folder).find((name) => /^fulldress-.*\.tgz$/.test(name))
  if (tarball === undefined) throw new Error(`npm pack left no tarball in ${folder}`)
  return join(folder, tarball)
}

/** Runs a program as somebody outside of the checkout would: Node 24 first on the path, and no npm settings of ours. */
export function say(
  command: string,
  args: readonly string[],
  {
    cwd,
    env = {},
    seconds = 600,
  }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly seconds?: number },
): Said {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(config|package|lifecycle)_|INIT_CWD)/i.test(name),
  )
  const PATH = `${join(ROOT, 'node_modules/node/bin')}:${process.env.PATH ?? ''}`
  const startedAt = Date.now()
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), PATH, NO_UPDATE_NOTIFIER: '1', ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status, output: `${stdout}${stderr}`, seconds: (Date.now() - startedAt) / 1000 }
}

export function expectWell({ code, output }: Said): void {
  if (code !== 0) throw new Error(`expected exit code 0, found ${code}:\n${output}`)
}

/** The code blocks of a page in one language, in order. */
export function codeBlocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code)
}
