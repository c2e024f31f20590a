import { plural } from '../../checks/wording.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import { fold, h, type Markup, table, wide } from '../html/markup.ts'

/** The server's settings before the upgrade and, where they are others, after the way back. */
export function settingsMarkup(entries: readonly Entry[]): readonly Markup[] {
  const read = entriesOf(entries, 'server.read')
  const before = read.find(({ when }) => when === 'seeded')?.settings
  const after = read.findLast(({ when }) => when === 'restored')?.settings
  const asked = Object.assign({}, ...entriesOf(entries, 'stage.database').map(({ settings }) => settings))
  const settings = before ?? after ?? asked
  const names = [...new Set([...Object.keys(settings), ...Object.keys(after ?? {})])].sort()
  if (names.length === 0) return []
  const other = after === undefined ? [] : names.filter((name) => settings[name] !== after[name])
  const rows = names.map((name) => [
    name,
    settings[name] ?? 'not set',
    ...(other.length === 0 ? [] : [other.includes(name) ? (after?.[name] ?? 'not set') : 'the same']),
  ])
  const titles = ['setting', ...(other.length === 0 ? ['value'] : ['before', 'after the way back'])]
  const changed = other.length === 0 ? '' : `, ${other.length} other than before`
  return [
    h('h3', 'PostgreSQL settings'),
    fold(`${plural(names.length, 'setting')}${changed}`, wide('PostgreSQL settings', table(titles, rows))),
  ]
}
