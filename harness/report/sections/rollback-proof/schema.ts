import { newSchemaStays, type Play } from '../../../checks/play.ts'
import { plural } from '../../../checks/wording.ts'
import { inWords, orderInWords } from '../../../model/catalog-difference.ts'
import { type CatalogDifference, type Entry, type EntryOf, entriesOf } from '../../../model/evidence.ts'
import { h, type Markup } from '../../html/markup.ts'
import { bullets, notRecorded, part } from '../../html/prose.ts'

type Compared = EntryOf<'catalog.compared'>

const GROUPS: readonly (readonly [CatalogDifference['change'], string])[] = [
  ['missing', 'Lost'],
  ['changed', 'Changed'],
  ['added', 'Left behind'],
]

/** The journal has them all. */
const MOST = 60

/** The catalog before the upgrade against the catalog after the way back, class by class. */
export function schemaCompared(play: Play): readonly Markup[] {
  if (newSchemaStays(play) !== null) return []
  const compared = entriesOf(play.entries, 'catalog.compared')
  const live = compared.findLast(({ after }) => after === 'restored')
  const quiet = compared.findLast(({ after }) => after === 'quiet-restored')
  return part('Schema', [
    ...(live === undefined
      ? [notRecorded('the catalog after the rollback was not compared with the one before the upgrade')]
      : told(play.entries, live)),
    ...(quiet === undefined ? [] : quietTold(play.entries, live, quiet)),
  ])
}

function quietTold(entries: readonly Entry[], live: Compared | undefined, quiet: Compared): readonly Markup[] {
  const same = live !== undefined && isSame(live, quiet)
  if (!same) return told(entries, quiet)
  return quiet.differences.length === 0
    ? told(entries, quiet)
    : [h('p', 'On the quiet clone, where nobody else works, the same differs after up and down.')]
}

function isSame(one: Compared, other: Compared): boolean {
  const objects = ({ differences }: Compared) => differences.map(({ object, change }) => `${change} ${object}`).sort()
  return objects(one).join('\n') === objects(other).join('\n')
}

function told(entries: readonly Entry[], compared: Compared): readonly Markup[] {
  const { after, differences, columnOrder = [] } = compared
  const digest = entriesOf(entries, 'catalog.digested').findLast(({ label }) => label === after)
  const where =
    after === 'restored'
      ? 'on the live copy, after the rollback under load'
      : 'on the quiet clone, after up and down with nobody else at work'
  const objects = digest === undefined ? 'Objects' : `${plural(digest.objects, 'object')}`
  const verdict =
    differences.length === 0
      ? `${objects} of the catalog compared ${where}: none differs from before the upgrade.`
      : `${objects} of the catalog compared ${where}: ${plural(differences.length, 'difference')} to before the upgrade.`
  return [
    h('p', verdict),
    ...GROUPS.flatMap(([change, title]) =>
      group(title, differences.filter((one) => one.change === change).map(inWords)),
    ),
    ...group('Order of columns only', columnOrder.map(orderInWords)),
  ]
}

function group(title: string, sentences: readonly string[]): readonly Markup[] {
  if (sentences.length === 0) return []
  const rest = sentences.length - MOST
  const shown = [...sentences.slice(0, MOST), ...(rest > 0 ? [`and ${rest} more, in the journal`] : [])]
  return [h('h4', `${title} (${sentences.length})`), ...bullets(shown)]
}
