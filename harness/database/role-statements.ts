import { identifier, literal } from './naming.ts'
import type { Role, Roles } from './role.ts'

/**
 * Statements after which the roles that were known are all there by their names, and no others. A role is known by its
 * number. One that is gone may have been made anew under its name, which then stands for it.
 */
export function identitiesBack(
  { all: known }: Pick<Roles, 'all'>,
  { all: now }: Pick<Roles, 'all'>,
): readonly string[] {
  const lost = known.filter(({ oid }) => !now.some((role) => role.oid === oid))
  const others = now.filter(({ oid }) => !known.some((role) => role.oid === oid))
  const replaced = lost.filter(({ name }) => others.some((role) => role.name === name))
  const added = others.filter(({ name }) => !replaced.some((role) => role.name === name))
  const renamed = now.flatMap((role) => {
    const before = known.find(({ oid }) => oid === role.oid)
    return before === undefined || before.name === role.name ? [] : [{ ...role, before: before.name }]
  })
  // Two that exchanged their names cannot have them back one by one.
  const aside = ({ oid }: Role) => `fulldress_role_${oid}`
  const rename = (from: string, to: string) => `ALTER ROLE ${identifier(from)} RENAME TO ${identifier(to)}`
  return [
    // All rights before any role: one may have granted to another.
    ...added.map(({ name }) => `DROP OWNED BY ${identifier(name)}`),
    ...added.map(({ name }) => `DROP ROLE ${identifier(name)}`),
    ...(renamed.length > 1 ? renamed.map((role) => rename(role.name, aside(role))) : []),
    ...renamed.map((role) => rename(renamed.length > 1 ? aside(role) : role.name, role.before)),
    ...lost.filter((role) => !replaced.includes(role)).map(({ name }) => `CREATE ROLE ${identifier(name)}`),
  ]
}

/** Statements that give roles of the same names what they had, and take what they had not. */
export function rightsBack(
  { all: known, rights: had }: Pick<Roles, 'all' | 'rights'>,
  { all: now, rights: have }: Pick<Roles, 'all' | 'rights'>,
): readonly string[] {
  const own = known.flatMap((role) => {
    const is = now.find(({ name }) => name === role.name)
    return is === undefined ? [] : ownBack(role, is)
  })
  const taken = [...have].flatMap(([give, take]) => (had.has(give) ? [] : [take]))
  return [...own, ...new Set(taken), ...[...had.keys()].filter((give) => !have.has(give))]
}

function ownBack(was: Role, is: Role): readonly string[] {
  const role = identifier(was.name)
  const password = was.password === null ? 'PASSWORD NULL' : `PASSWORD ${literal(was.password)}`
  const options = [
    ...was.attributes.filter((attribute) => !is.attributes.includes(attribute)),
    ...(was.password === is.password ? [] : [password]),
  ]
  const settings = was.settings ?? []
  const reset = JSON.stringify(settings) !== JSON.stringify(is.settings ?? [])
  return [
    ...(options.length === 0 ? [] : [`ALTER ROLE ${role} ${options.join(' ')}`]),
    ...(reset ? [`ALTER ROLE ${role} RESET ALL`] : []),
    // Copied as stored, no list needs quoting.
    ...(reset && settings.length > 0
      ? [
          `INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig) SELECT 0, oid, ARRAY[${settings.map(literal).join(', ')}] FROM pg_authid WHERE rolname = ${literal(was.name)}`,
        ]
      : []),
    ...(was.comment === is.comment
      ? []
      : [`COMMENT ON ROLE ${role} IS ${was.comment === null ? 'NULL' : literal(was.comment)}`]),
  ]
}
