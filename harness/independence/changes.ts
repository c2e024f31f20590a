import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ListedFile, type Listing, listFiles } from './listing.ts'
import { type Owner, ownerOf, type Part } from './part.ts'

/** What differs, as parts that can be made unusable. */
export interface Changes {
  readonly parts: readonly Part[]
  /** What could not be compared, a clause each. */
  readonly notFollowed: readonly string[]
}

/** What is other in a service's newer folder than in its older one, by content. */
export async function changesBetween(older: string, newer: string): Promise<Changes> {
  if (older === newer) return { parts: [], notFollowed: [] }
  const [before, after] = await Promise.all([listFiles(older), listFiles(newer)])
  if (before.truncated || after.truncated) return tooLarge(newer)
  const changed: Changed[] = []
  for (const [path, file] of after.files) {
    const was = before.files.get(path)
    if (was === undefined) changed.push({ path, file, added: true })
    else if (was.size !== file.size || !(await sameContent(path, older, newer)))
      changed.push({ path, file, added: false })
  }
  return { parts: await partsOf(changed, { before: older, after: newer }), notFollowed: [] }
}

/** What was replaced in one folder between two listings of it. */
export async function changesOver(folder: string, before: Listing, after: Listing): Promise<Changes> {
  if (before.truncated || after.truncated) return tooLarge(folder)
  const changed = replaced(before.files, after.files)
  return { parts: await partsOf(changed, { before: null, after: folder }), notFollowed: [] }
}

/** Programs on the PATH that were replaced or added between two listings. */
export function programsReplaced(
  before: ReadonlyMap<string, ListedFile>,
  after: ReadonlyMap<string, ListedFile>,
): readonly Part[] {
  return replaced(before, after).map(({ path }) => ({ kind: 'program', name: path, path, was: null, is: null }))
}

interface Changed {
  readonly path: string
  readonly file: ListedFile
  readonly added: boolean
}

function replaced(before: ReadonlyMap<string, ListedFile>, after: ReadonlyMap<string, ListedFile>): readonly Changed[] {
  return [...after].flatMap(([path, file]) => {
    const was = before.get(path)
    if (was !== undefined && was.size === file.size && was.mtimeMs === file.mtimeMs) return []
    return [{ path, file, added: was === undefined }]
  })
}

/**
 * Packages and programs that are other or new, and modules of one's own that are other. A module of one's own that is
 * new was shipped with the upgrade for the upgrade: the way back may well be in it.
 */
async function partsOf(
  changed: readonly Changed[],
  folders: { readonly before: string | null; readonly after: string },
): Promise<readonly Part[]> {
  const owners = new Map<string, Owner>()
  for (const { path, file, added } of changed) {
    const owner = ownerOf(path, file.executable)
    if (owner === null || (added && owner.kind === 'module')) continue
    owners.set(owner.path, owner)
  }
  return await Promise.all(
    [...owners.values()].map(async (owner) => ({
      ...owner,
      was: folders.before === null ? null : await versionOf(folders.before, owner),
      is: await versionOf(folders.after, owner),
    })),
  )
}

async function versionOf(folder: string, { kind, name, path }: Owner): Promise<string | null> {
  if (kind === 'npm package') {
    const text = await readFile(join(folder, path, 'package.json'), 'utf8').catch(() => '{}')
    const { version } = JSON.parse(text) as { version?: string }
    return version ?? null
  }
  if (kind !== 'Python package' || !existsSync(join(folder, dirname(path)))) return null
  const wanted = normal(name)
  for (const entry of await readdir(join(folder, dirname(path)))) {
    const [, distribution = '', version] = /^(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$/.exec(entry) ?? []
    if (version !== undefined && normal(distribution) === wanted) return version
  }
  return null
}

/** As PEP 503 compares names. */
function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-')
}

/**
 * For files of one size. Of packages the package.json is read alone: another version has another one, and who patches a
 * package changes some size. Reading them all would take minutes where there are many.
 */
async function sameContent(path: string, older: string, newer: string): Promise<boolean> {
  if (path.includes('node_modules/') && !path.endsWith('/package.json')) return true
  const [first, second] = await Promise.all([readFile(join(older, path)), readFile(join(newer, path))])
  return first.equals(second)
}

function tooLarge(folder: string): Changes {
  return { parts: [], notFollowed: [`${folder} holds too many files to be compared`] }
}
