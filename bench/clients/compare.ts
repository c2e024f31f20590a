import type { Outcome } from './job.ts'

/** What differs between a job done directly and one done through the proxy, one sentence each. */
export function differences(direct: Outcome, through: Outcome): readonly string[] {
  const told: string[] = []
  for (let at = 0; at < Math.max(direct.lines.length, through.lines.length) && told.length < 3; at++) {
    const [one, other] = [direct.lines[at], through.lines[at]]
    if (one !== other) told.push(`line ${at + 1}: directly "${one}", through the proxy "${other}"`)
  }
  for (const object of new Set([...direct.objects.keys(), ...through.objects.keys()])) {
    const [one, other] = [direct.objects.get(object), through.objects.get(object)]
    if (one !== other) told.push(`${object}: directly "${one}", through the proxy "${other}"`)
  }
  if (direct.rows !== through.rows) told.push('rows differ')
  if (!direct.well) told.push(`directly it did not go as it should: ${direct.lines.slice(-12).join(' | ')}`)
  return told
}
