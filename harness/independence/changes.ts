import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isUntouched, type ListedFile, type Listing, listFiles } from './listing.ts'
import { isCode, leftWhole, type Owner, ownerOf, type Part } from './part.ts'

/** What differs, as parts that can be made unusable. */
export interface Changes {
  readonly parts: readonly Part[]
  /** What could not be compared, a clause each. */
  readonly notFollowed: readonly string[]
  /** What changed and stays usable all the same, a clause each. */
  readonly leftWhole: readonly string[]
}

const NOTHING: Changes = { parts: [], notFollowed: [], leftWhole: [] }

/**
 * What is other in a service's newer folder than in its older one, by content. Data that was written since `since`
 * (ms) is no version's: the services wrote it as they ran.
 */
export async function changesBetween(older: string, newer: string, since = Number.POSITIVE_INFINITY): Promise<Changes> {
  if (older === newer) return NOTHING
  const [before, after] = await Promise.all([listFiles(older), listFiles(newer)])
  if (before.truncated || after.truncated) return tooLarge(newer)
  const changed: Changed[] = []
  for (const [path, file] of after.files) {
    const was = before.files.get(path)
    if (was === undefined) changed.push({ path, file, added: true })
    else if (was.size !== file.size || !(await sameContent(join(older, path), join(newer, path))))
      changed.push({ path, file, added: false })
  }
  return await changesOf(changed, { before: older, after: newer, since })
}

/**
 * What was replaced in one folder between two listings of it that know contents. Data that the
 * upgrade wrote is left: it may have kept there what the way back is to bring back.
 */
export async function changesOver(folder: string, before: Listing, after: Listing): Promise<Changes> {
  if (before.truncated || after.truncated) return tooLarge(folder)
  const touched = replaced(before.files, after.files)
  const changed = touched.filter((one) => !isUnchanged(one))
  return await changesOf(changed, { before: null, after: folder, since: 0 })
}

/** Programs on the PATH that were replaced or added between two listings. */
export function programsReplaced(
  before: ReadonlyMap<string, ListedFile>,
  after: ReadonlyMap<string, ListedFile>,
): readonly Part[] {
  return replaced(before, after).map(({ path }) => {
    return { kind: 'program', name: path, path, files: [path], was: null, is: null }
  })
}

interface Changed {
  readonly path: string
  readonly file: ListedFile
  readonly added: boolean
}

interface Touched extends Changed {
  readonly was: ListedFile | undefined
}

function replaced(before: ReadonlyMap<string, ListedFile>, after: ReadonlyMap<string, ListedFile>): readonly Touched[] {
  return [...after].flatMap(([path, file]) => {
    const was = before.get(path)
    return isUntouched(was, file) ? [] : [{ path, file, was, added: was === undefined }]
  })
}

/** Written again as it was, or only moved or linked to. */
function isUnchanged({ was, file }: Touched): boolean {
  if (was === undefined || was.size !== file.size) return false
  // What is too large to be read goes by its time.
  return was.hash === null || file.hash === null ? was.mtimeMs === file.mtimeMs : was.hash === file.hash
}

interface Folders {
  readonly before: string | null
  readonly after: string
  readonly since: number
}

/**
 * Packages and programs that are other or new, and files of one's own that are other. A file of one's own that is new was
 * shipped with the upgrade for the upgrade: the way back may well be in it.
 */
async function changesOf(changed: readonly Changed[], folders: Folders): Promise<Changes> {
  const owners = new Map<string, Owner & { readonly files: string[] }>()
  const whole = new Set<string>()
  for (const { path, file, added } of changed) {
    const owner = ownerOf(path, file.executable)
    if (owner === null || (added && (owner.kind === 'module' || owner.kind === 'file'))) continue
    const late = !isCode(owner) && file.mtimeMs >= folders.since ? 'written as the rehearsal ran, and left whole' : null
    const why = leftWhole(owner) ?? late
    if (why !== null) whole.add(`${path}: ${why}`)
    else {
      const known = owners.get(owner.path) ?? { ...owner, files: [] }
      known.files.push(path)
      owners.set(owner.path, known)
    }
  }
  const parts = [...owners.values()].map(async (owner) => ({
    ...owner,
    was: folders.before === null ? null : await versionOf(folders.before, owner),
    is: await versionOf(folders.after, owner),
  }))
  return { parts: await Promise.all(parts), notFollowed: [], leftWhole: [...whole].toSorted() }
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

/** For files of one size; one that both folders share by a link needs no reading. */
async function sameContent(first: string, second: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(first), stat(second)])
  if (one.ino === other.ino && one.dev === other.dev) return true
  const [was, is] = await Promise.all([readFile(first), readFile(second)])
  return was.equals(is)
}

function tooLarge(folder: string): Changes {
  return { ...NOTHING, notFollowed: [`${folder} holds too many files to be compared`] }
}
