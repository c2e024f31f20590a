import { basename } from 'node:path'
import type { SimpleCommand } from './shell-words.ts'

/** What a simple command comes down to. */
export type Call =
  /** `shell`: read by a shell, whatever its name and first line say. */
  | { readonly calls: 'script'; readonly path: string; readonly shell?: true }
  | { readonly calls: 'python-module'; readonly module: string }
  | { readonly calls: 'shell'; readonly text: string }
  | { readonly calls: 'npm-script'; readonly script: string }
  | { readonly calls: 'program'; readonly program: string }
  /** Something that only running it would tell. */
  | { readonly calls: 'unknown'; readonly what: string }

/** Tells interpreters, package managers and programs apart; null where there is nothing to call. */
export function callOf(words: SimpleCommand): Call | null {
  const [program = '', ...given] = words
  const plain = given.filter((word) => !word.startsWith('-'))
  const name = basename(program)
  if (name === 'cd') return { calls: 'unknown', what: `what follows \`cd ${plain[0] ?? ''}\`` }
  if (/^(node|nodejs|tsx|bun)$/.test(name)) return script(plain[0])
  if (/^python[\d.]*$/.test(name)) {
    const module = given.indexOf('-m')
    return module === -1 ? script(plain[0]) : { calls: 'python-module', module: given[module + 1] ?? '' }
  }
  if (/^(sh|bash|dash|ash|zsh|\.|source)$/.test(name)) {
    const inline = given.findIndex((word) => /^-\w*c$/.test(word))
    return inline === -1 ? shellScript(plain[0]) : { calls: 'shell', text: given[inline + 1] ?? '' }
  }
  if (/^(npm|pnpm|yarn)$/.test(name)) return packageManager(name, plain)
  if (/^(npx|pnpx)$/.test(name)) return programOf(plain[0] ?? '')
  return programOf(program)
}

function shellScript(path: string | undefined): Call | null {
  const call = script(path)
  return call?.calls === 'script' ? { ...call, shell: true } : call
}

function script(path: string | undefined): Call | null {
  if (path === undefined) return null
  return path.startsWith('/') || path.includes('$')
    ? { calls: 'unknown', what: `\`${path}\`, outside of its folder` }
    : { calls: 'script', path }
}

function packageManager(name: string, [verb = '', operand = '']: readonly string[]): Call {
  if (verb === 'run' || verb === 'run-script') return { calls: 'npm-script', script: operand }
  if (verb === 'exec') return programOf(operand)
  if (name !== 'npm' || verb === 'start' || verb === 'test') return { calls: 'npm-script', script: verb }
  return { calls: 'unknown', what: `\`${name} ${verb}\`` }
}

function programOf(program: string): Call {
  if (program.includes('$')) return { calls: 'unknown', what: `\`${program}\`, which only the shell knows` }
  return program.includes('/') && !program.startsWith('/')
    ? { calls: 'script', path: program }
    : { calls: 'program', program }
}
