import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Catalog, catalogOf, digestCatalog } from '../database/catalog.ts'
import type { Journal } from '../journal/journal.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Scene } from './scene.ts'

/** Takes the catalog's digest, keeps the whole of it in a side file, and returns it for comparison. */
export async function recordCatalog(
  scene: Scene,
  journal: Journal,
  label: EntryOf<'catalog.digested'>['label'],
  address: DatabaseAddress,
): Promise<Catalog> {
  const catalog = await digestCatalog(address)
  const file = `catalogs/${label}.json`
  const text = `${JSON.stringify(Object.fromEntries(catalog.objects), null, 1)}\n`
  await mkdir(join(scene.folder, 'catalogs'), { recursive: true })
  await writeFile(join(scene.folder, file), text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const objects = catalog.objects.size
  journal.record({ kind: 'catalog.digested', label, sha256: catalog.sha256, objects, file: { file, sha256 } })
  return catalog
}

/** Reads a catalog back from the side file of an earlier act: acts hand each other nothing but the journal. */
export async function readCatalog(scene: Scene, label: EntryOf<'catalog.digested'>['label']): Promise<Catalog> {
  const text = await readFile(join(scene.folder, 'catalogs', `${label}.json`), 'utf8')
  return catalogOf(new Map(Object.entries(JSON.parse(text) as Record<string, string>)))
}
