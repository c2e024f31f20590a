import type { FieldMap } from '../../access-logs/formats/named-fields.ts'
import { ROLES } from '../../access-logs/formats/slices.ts'
import { RehearsalError } from '../../errors.ts'

/** `time=ts,latency=took:ms` as roles and the names of their fields; throws `usage` for a role that there is not. */
export function fieldMap(text: string): FieldMap {
  const pairs = text.split(',').map((pair) => {
    const [role = '', ...name] = pair.split('=')
    return { role: role.trim(), name: name.join('=').trim() }
  })
  const wrong = pairs.find(({ role, name }) => !(ROLES as readonly string[]).includes(role) || name === '')
  if (wrong !== undefined) {
    throw new RehearsalError(
      'usage',
      `expected --fields as role=field, with a role of ${ROLES.join(', ')}; found "${wrong.role}${wrong.name === '' ? '' : '='}${wrong.name}"`,
      'such as --fields time=ts,method=verb,target=request.path,status=code,latency=took:ms',
    )
  }
  return Object.fromEntries(pairs.map(({ role, name }) => [role, name]))
}
