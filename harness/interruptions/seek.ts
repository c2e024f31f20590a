import type { Boundary } from '../locks/proxy/proxy.ts'
import { maskLiterals } from '../sql/mask.ts'
import { keyOf, type Script, type ScriptStatement } from './script.ts'

/**
 * Recognises a statement of the script in another run, which a tool with a history may begin later: by its distance from
 * the nearest statement before it whose text occurs once.
 */
export function seek(script: Script, target: ScriptStatement): (boundary: Boundary) => boolean {
  const times = new Map<string, number>()
  for (const { masked } of script) times.set(masked, (times.get(masked) ?? 0) + 1)
  const anchor = script.findLast(({ position, masked }) => position <= target.position && times.get(masked) === 1)
  const distance = target.position - (anchor?.position ?? 0)
  let passed = anchor === undefined ? -1 : null
  let found: string | null = null
  return (boundary) => {
    const { sql, moment } = boundary
    if (moment === 'begins') {
      if (anchor !== undefined && maskLiterals(sql) === anchor.masked) passed = 0
      else if (passed !== null) passed++
      if (passed === distance) found ??= keyOf(boundary)
    }
    return found === keyOf(boundary)
  }
}
