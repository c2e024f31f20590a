import { items, members, type Part, textOf, under } from '../part.ts'
import type { Reading } from './reading.ts'

/** Another service that must be there before one starts. */
export interface Dependency {
  readonly part: Part
  readonly name: string
  /** It must have ended with 0; else it must be ready. */
  readonly completed: boolean
  readonly required: boolean
}

/** What `depends_on` says, as a list of names or as a map with conditions. */
export function dependenciesOf(part: Part, { complain }: Reading): readonly Dependency[] {
  if (Array.isArray(part.value))
    return items(part).flatMap((item) => {
      const name = textOf(item)
      return name === null ? [] : [{ part: item, name, completed: false, required: true }]
    })
  return members(part).map(([name, dependency]) => {
    const condition = under(dependency, 'condition')
    const text = textOf(condition) ?? 'service_started'
    if (!CONDITIONS.includes(text)) complain(condition, `one of ${CONDITIONS.join(', ')}`)
    const required = under(dependency, 'required').value !== 'false'
    return { part: dependency, name, completed: text === 'service_completed_successfully', required }
  })
}

const CONDITIONS = ['service_started', 'service_healthy', 'service_completed_successfully']
