import { isThere, members, type Part, textOf, under } from '../part.ts'
import { withSuggestion } from '../suggest.ts'
import { judgeOrder } from './order.ts'
import { isPostgres, judgePostgres, majorOf } from './postgres.ts'
import type { Reading } from './reading.ts'
import { type ComposeService, composeService } from './service.ts'
import type { Wish } from './wish.ts'
import { textsOf } from './words.ts'

/** The services of a compose file that take part, and which of them is the database. */
export interface ComposeCast {
  readonly services: readonly ComposeService[]
  /** Name of the service that is PostgreSQL; null where none is. */
  readonly databaseName: string | null
  readonly takesPart: (name: unknown) => boolean
}

/** As compose itself has it. */
const NAME = /^[\w.-]+$/

/** Reads those services that the wish lets in; of the others nobody complains. */
export function castOf(file: Part, wish: Wish, reading: Reading): ComposeCast {
  const all = members(under(file, 'services'))
  const names = all.map(([name]) => name)
  if (all.length === 0) reading.complain(under(file, 'services'), 'services')
  judgeNames(under(file, 'services'), names, wish, reading)
  const present = all.filter(([name, part]) => !wish.without.includes(name) && isWanted(name, part, wish))
  // Names become those of hosts and of log files, so that one with a slash in it would lead elsewhere.
  for (const [name, part] of present)
    if (!NAME.test(name)) reading.complainOfKey(part, 'a name of letters, digits, dots, hyphens and underscores', name)
  const services = present.map(([name, part]) => composeService(name, part, reading))
  const takesPart = (name: unknown) => present.some(([known]) => known === name)
  judgeOrder(services, { names, without: wish.without }, reading)
  judgeExtended(services, wish, reading)
  return {
    services,
    databaseName: databaseOf(services, under(file, 'services'), wish, reading),
    takesPart,
  }
}

function isWanted(name: string, part: Part, { profiles, named, database }: Wish): boolean {
  const own = textsOf(under(part, 'profiles')) ?? []
  if (own.length === 0 || profiles === 'all' || named.includes(name) || name === database) return true
  return own.some((profile) => profiles.includes(profile))
}

/** With `extends` left out, nothing may be left that says what the service is; the spec can say it of those it declares. */
function judgeExtended(services: readonly ComposeService[], { named }: Wish, { complain, ignored }: Reading): void {
  for (const { name, part, image } of services) {
    const isMade = image !== null || isThere(under(part, 'build')) || named.includes(name)
    if (isMade || !isThere(under(part, 'extends')) || !ignored.has('extends')) continue
    const expected = `an image or a build beside it, for what it extends is left out, or \`without: [${name}]\` in stage.compose`
    complain(under(part, 'extends'), expected, 'neither')
  }
}

/** What the spec says of the file's services names some of them. */
function judgeNames(services: Part, names: readonly string[], wish: Wish, { complain }: Reading): void {
  const said = [
    ...wish.without.map((name) => [name, 'stage.compose.without'] as const),
    ...(wish.database === null ? [] : [[wish.database, 'stage.compose.database'] as const]),
  ]
  for (const [name, where] of said) {
    if (!names.includes(name))
      complain(services, `a service ${name}, which ${where} names`, withSuggestion(name, names))
  }
}

function databaseOf(
  services: readonly ComposeService[],
  part: Part,
  { database, knowsVersion }: Wish,
  reading: Reading,
): string | null {
  const candidates = services.filter((service) => (database === null ? isPostgres(service) : service.name === database))
  const [found, another] = candidates
  if (another !== undefined) {
    const names = candidates.map(({ name }) => name).join(', ')
    reading.complain(part, 'one PostgreSQL, or stage.compose.database to say which of them', names)
  }
  if (found === undefined) return null
  judgePostgres(found, reading)
  if (found.image !== null) judgeVersion(found, knowsVersion, reading)
  reading.note('database', found.name)
  return found.name
}

function judgeVersion({ image, part }: ComposeService, knowsVersion: boolean, { complain }: Reading): void {
  const major = majorOf(image)
  if (major === null ? knowsVersion : [16, 17, 18].includes(major)) return
  const expected =
    major === null
      ? 'a tag that names the version, such as postgres:17, or stage.database.version'
      : 'PostgreSQL 16, 17 or 18'
  complain(under(part, 'image'), expected, textOf(under(part, 'image')) ?? 'no image')
}
