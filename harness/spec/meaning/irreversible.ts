import { items, members, textOf, under } from '../part.ts'
import { listSqlFiles } from '../sql-files.ts'
import { withSuggestion } from '../suggest.ts'
import type { Bench } from './judge.ts'

/** A reason is given for a migration of the upgrade: by its file, or by the command of its tool. */
export function irreversibleIsOfUpgrade({ spec, folder, complain }: Bench): void {
  const known = items(under(spec, 'upgrade', 'steps')).flatMap((step) => {
    const [files, command] = [textOf(under(step, 'migrate', 'files')), textOf(under(step, 'migrate', 'command'))]
    if (files === null) return command === null ? [] : [command]
    const range = { after: textOf(under(step, 'migrate', 'after')), upTo: textOf(under(step, 'migrate', 'upTo')) }
    const listing = listSqlFiles({ files, ...range }, 'up', folder)
    return 'expected' in listing ? [] : listing.files.flatMap((name) => [name, `${files.replace(/\/$/, '')}/${name}`])
  })
  for (const [name, part] of members(under(spec, 'rollback', 'irreversible'))) {
    if (!known.includes(name))
      complain(part, 'a migration of the upgrade before its reason', withSuggestion(name, known))
  }
}
