import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BuildDescription } from '../../model/container.ts'
import { isThere, type Part, textOf, under } from '../part.ts'
import { judgeKeys } from './keys.ts'
import type { Reading } from './reading.ts'
import { pairsOf } from './words.ts'

/** An image that compose would build; null where it would not, or the folder is not there. */
export function buildOf(part: Part, reading: Reading): BuildDescription | null {
  const short = textOf(part)
  if (short === null && (typeof part.value !== 'object' || part.value === null)) return null
  const contextPart = short === null ? under(part, 'context') : part
  const context = resolve(reading.folder, textOf(contextPart) ?? '.')
  if (short === null) {
    const passed = ['labels', 'tags', 'pull', 'cache_from', 'cache_to', 'no_cache', 'platforms']
    const understood = ['context', 'dockerfile', 'args', 'target']
    judgeKeys(part, reading, { understood, passed, instead: INSTEAD, about: (key) => `build.${key}` })
  }
  const dockerfile = textOf(under(part, 'dockerfile')) ?? 'Dockerfile'
  const args = argumentsOf(under(part, 'args'), reading)
  const target = textOf(under(part, 'target'))
  if (!hasFile(context, dockerfile)) {
    // One in the compose file itself has been complained of.
    const where = isThere(contextPart) ? contextPart : part
    if (!isThere(under(part, 'dockerfile_inline')))
      reading.complain(where, 'a folder with a Dockerfile', `no ${dockerfile} in ${textOf(contextPart) ?? '.'}`)
    return null
  }
  return {
    context,
    dockerfile,
    ...(Object.keys(args).length === 0 ? {} : { args }),
    ...(target === null ? {} : { target }),
  }
}

const INSTEAD = {
  dockerfile_inline: 'a Dockerfile of its own',
  additional_contexts: 'one context',
  secrets: 'arguments in `args`',
  ssh: 'a context that needs no key',
}

/** As in an environment, an argument without a value takes that of the variable. */
function argumentsOf(part: Part, reading: Reading): Readonly<Record<string, string>> {
  const pairs = pairsOf(part, reading).flatMap(([name, value]) => {
    const found = value ?? reading.variables[name]
    return found === undefined ? [] : [[name, found] as const]
  })
  return Object.fromEntries(pairs)
}

function hasFile(context: string, dockerfile: string): boolean {
  return statSync(resolve(context, dockerfile), { throwIfNoEntry: false })?.isFile() === true
}
