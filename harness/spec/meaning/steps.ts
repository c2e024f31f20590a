import { isThere, items, members, type Part, textOf, under } from '../part.ts'
import { listSqlFiles } from '../sql-files.ts'
import { withSuggestion } from '../suggest.ts'
import type { Bench } from './judge.ts'
import { declaredServices } from './services.ts'

type Services = ReturnType<typeof declaredServices>

const SETTINGS = ['strategy', 'replicas', 'drain']

/** Steps and seeds name services, versions and files that exist. */
export function stepsCanBePerformed(bench: Bench): void {
  const ways = waysBack(bench)
  const back = ways.flatMap((way) => items(under(way, 'steps')))
  for (const step of [...stepsOf(bench, 'upgrade'), ...back]) {
    judgeSwap(bench, under(step, 'service'))
    judgeFiles(bench, under(step, 'migrate'))
    judgeIn(bench, under(step, 'migrate', 'in'))
    judgeIn(bench, under(step, 'run', 'in'))
  }
  for (const way of ways) {
    judgeSnapshot(bench, way)
    judgeCodeOnly(bench, way)
    judgeRestored(bench, way)
  }
  judgeFiles(bench, under(bench.spec, 'seed'))
  for (const command of items(under(bench.spec, 'seed', 'commands'))) judgeIn(bench, under(command, 'in'))
}

/** A rollback says how it undoes what the upgrade migrates, or that it does not. */
export function rollbackAnswersUpgrade(bench: Bench): void {
  const upgrade = stepsOf(bench, 'upgrade')
  const rollback = under(bench.spec, 'rollback')
  if (!isThere(rollback)) {
    if (upgrade.length > 0)
      bench.complain(rollback, 'a way back (way: down, restore or code-only with steps, or way: none with a reason)')
    return
  }
  if (textOf(under(rollback, 'way')) !== 'down' || stepsOf(bench, 'rollback').length > 0) return
  if (upgrade.every((step) => !isThere(under(step, 'migrate')))) return
  const expected =
    'steps that undo the migrations of the upgrade, way: restore or code-only, or way: none with a reason'
  bench.complain(under(rollback, 'steps'), expected, 'no step')
}

/** The declared way back, and those to compare it with. */
function waysBack({ spec }: Bench): readonly Part[] {
  const rollback = under(spec, 'rollback')
  return [rollback, ...items(under(rollback, 'alternatives'))]
}

function judgeSnapshot(bench: Bench, way: Part): void {
  const [snapshot, restore] = [under(way, 'snapshot'), under(way, 'restore')]
  judgeIn(bench, under(snapshot, 'in'))
  judgeIn(bench, under(restore, 'in'))
  if (isThere(snapshot) === isThere(restore)) return
  bench.complain(isThere(snapshot) ? restore : snapshot, 'both commands, `snapshot` and `restore`, or neither')
}

function judgeCodeOnly({ complain }: Bench, way: Part): void {
  if (textOf(under(way, 'way')) !== 'code-only') return
  for (const step of items(under(way, 'steps'))) {
    const migrate = under(step, 'migrate')
    if (isThere(migrate)) complain(migrate, 'no migration where only code goes back, or way: down')
  }
}

/** Our own snapshot is the whole server's, so that its schema is the old one; what commands restore, they alone know. */
function judgeRestored({ complain }: Bench, way: Part): void {
  if (textOf(under(way, 'way')) !== 'restore' || isThere(under(way, 'restore'))) return
  for (const step of items(under(way, 'steps'))) {
    const migrate = under(step, 'migrate')
    if (textOf(under(migrate, 'direction')) !== 'down') continue
    complain(migrate, 'no migration down after a restore, which brings the old schema back: remove this step')
  }
}

function stepsOf({ spec }: Bench, act: 'upgrade' | 'rollback'): readonly Part[] {
  return items(under(spec, act, 'steps'))
}

function judgeSwap(bench: Bench, swap: Part): void {
  if (!isThere(swap)) return
  const services = declaredServices(bench.spec)
  const swapped = members(swap).filter(([key]) => !SETTINGS.includes(key))
  if (swapped.length === 1) {
    for (const [name, version] of swapped) judgeTarget(bench, name, version, services)
    return
  }
  const words = [...services.keys(), ...SETTINGS]
  const found = swapped.length === 0 ? 'none' : swapped.map(([key]) => withSuggestion(key, words)).join(' and ')
  bench.complain(swap, 'one service and its version, such as payments: "5.0"', found)
}

function judgeTarget({ complain }: Bench, name: string, version: Part, services: Services): void {
  const names = [...services.keys()]
  const versions = services.get(name)
  const chosen = textOf(version)
  if (versions === undefined) complain(version, `a declared service${among(names)}`, withSuggestion(name, names))
  else if (chosen !== null && !versions.includes(chosen)) {
    complain(version, `a declared version of ${name}${among(versions)}`)
  }
}

function judgeFiles({ folder, complain }: Bench, migrate: Part): void {
  const files = textOf(under(migrate, 'files'))
  if (files === null && isThere(under(migrate, 'upTo')))
    complain(under(migrate, 'upTo'), 'files among which it is the last', 'none')
  const direction = under(migrate, 'direction')
  if (files === null || (isThere(direction) && direction.value !== 'up' && direction.value !== 'down')) return
  const range = { after: textOf(under(migrate, 'after')), upTo: textOf(under(migrate, 'upTo')) }
  const listing = listSqlFiles({ files, ...range }, direction.value === 'down' ? 'down' : 'up', folder)
  if ('expected' in listing) complain(under(migrate, listing.at ?? 'files'), listing.expected, listing.found)
}

function judgeIn({ spec, complain }: Bench, part: Part): void {
  const [name = '', version] = textOf(part)?.split('@') ?? []
  if (name === '') return
  const services = declaredServices(spec)
  const versions = services.get(name)
  if (versions === undefined) {
    complain(part, `a declared service and its version${among(spelled(services))}`)
  } else if (version === undefined ? versions.length !== 1 : !versions.includes(version)) {
    complain(part, `a declared version of ${name}${among(spelled(new Map([[name, versions]])))}`)
  }
}

function spelled(services: Services): readonly string[] {
  return [...services].flatMap(([name, versions]) => versions.map((version) => `${name}@${version}`))
}

function among(names: readonly string[]): string {
  return names.length === 0 ? '' : ` (${names.join(', ')})`
}
