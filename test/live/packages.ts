import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package of ours and all that it needs, by their names. */
export function packagesOf(name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known
  known.add(name)
  const file = join('node_modules', name, 'package.json')
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> }
  for (const needed of Object.keys(dependencies)) packagesOf(needed, known)
  return known
}
