import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { type Changes, changesBetween, changesOver, programsReplaced } from '../independence/changes.ts'
import { type ListedFile, listFiles, listPrograms } from '../independence/listing.ts'
import type { Command } from '../model/step.ts'
import { type CommandBack, commandsBack } from '../plan/commands-back.ts'
import { onStage, type Scene } from './scene.ts'

/** Where a command of the way back runs, and what the upgrade changes there. */
export interface Surroundings {
  /** `web 2`, `this machine`; commands that share it share their copy. */
  readonly runsIn: string
  readonly folder: string
  /** Folders that are no part of it. */
  readonly except: readonly string[]
  readonly changes: Changes
}

/** What a command sees of its environment before its step's own. */
export function searched(scene: Scene, { in: place, environment }: Command): Readonly<Record<string, string>> {
  const service = scene.plan.stage.services.find(({ name }) => name === place?.service)
  return { ...service?.versions[place?.version ?? '']?.environment, ...environment }
}

/**
 * Lists the files and programs of this machine that commands of the way back may use: before the upgrade and after it.
 * Only where such commands run here; versions of services are compared as they are.
 */
export async function listSurroundings(scene: Scene, when: 'before' | 'after'): Promise<void> {
  const here = commandsBack(scene.plan).find(({ command }) => command.in === null)
  if (here === undefined) return
  const hashed = when === 'before' ? 'all' : await readListing(scene, 'before')
  const { files, truncated } = await listFiles(here.command.cwd, { except: [scene.folder], hashed })
  const programs = await listPrograms(programFolders(scene, here))
  const text = JSON.stringify({ files: [...files], truncated, programs: [...programs] })
  await mkdir(join(scene.folder, 'independence'), { recursive: true })
  await writeFile(fileOf(scene, when), text)
}

/** The surroundings of a command; null where it runs in a version without a source, of which only the image is known. */
export async function surroundingsOf(scene: Scene, back: CommandBack): Promise<Surroundings | null> {
  const { in: place, cwd } = back.command
  if (place === null) {
    const [before, after] = [await readListing(scene, 'before'), await readListing(scene, 'after')]
    const { parts, ...rest } = await changesOver(cwd, before, after)
    const programs = programsReplaced(before.programs, after.programs)
    const changes = { ...rest, parts: [...parts, ...programs] }
    return { runsIn: 'this machine', folder: cwd, except: [scene.folder], changes }
  }
  const runsIn = `${place.service} ${place.version}`
  const folder = onStage(scene, 'copy').sourceOf(place.service, place.version)
  if (folder === null) return null
  const older = olderSource(scene, place)
  const none = { parts: [], notFollowed: [], leftWhole: [] }
  const changes = older === null ? none : await changesBetween(older, folder, await beganAt(scene))
  return { runsIn, folder, except: [], changes }
}

/** When the run's folder was made, in ms. */
async function beganAt(scene: Scene): Promise<number> {
  const { birthtimeMs } = await stat(scene.folder)
  // Some file systems do not keep it.
  return birthtimeMs > 0 ? birthtimeMs : Number.POSITIVE_INFINITY
}

/** The image that the upgrade puts in the place of another, where the command runs in it. */
export function imageBrought(scene: Scene, { command: { in: place } }: CommandBack): string | null {
  if (scene.runtime === 'processes' || place === null || !bringsVersion(scene, place)) return null
  const service = scene.plan.stage.services.find(({ name }) => name === place.service)
  const image = (name: string) => {
    const version = service?.versions[name]
    return version?.build === null || version === undefined ? (version?.image ?? null) : version.build.context
  }
  const brought = image(place.version)
  return brought === image(service?.initial ?? '') ? null : brought
}

type Place = NonNullable<Command['in']>

/** The source that production runs today, where the upgrade replaces it with the place's. */
function olderSource(scene: Scene, place: Place): string | null {
  const service = scene.plan.stage.services.find(({ name }) => name === place.service)
  if (service === undefined || !bringsVersion(scene, place)) return null
  return onStage(scene, 'copy').sourceOf(service.name, service.initial)
}

function bringsVersion({ plan }: Scene, { service, version }: Place): boolean {
  return plan.upgrade.some((step) => step.kind === 'service' && step.service === service && step.version === version)
}

function programFolders(scene: Scene, { command }: CommandBack): readonly string[] {
  const own = searched(scene, command).PATH ?? process.env.PATH ?? ''
  const folders = own.split(delimiter).filter((folder) => folder.startsWith('/'))
  // What lies in the command's own folder is listed with that.
  return [...new Set(folders)].filter((folder) => folder !== dirname(process.execPath) && !isIn(folder, command.cwd))
}

function isIn(folder: string, parent: string): boolean {
  return folder === parent || folder.startsWith(`${parent}/`)
}

function fileOf(scene: Scene, when: 'before' | 'after'): string {
  return join(scene.folder, 'independence', `${when}.json`)
}

async function readListing(scene: Scene, when: 'before' | 'after') {
  const text = await readFile(fileOf(scene, when), 'utf8')
  const { files, truncated, programs } = JSON.parse(text) as {
    files: [string, ListedFile][]
    truncated: boolean
    programs: [string, ListedFile][]
  }
  return { files: new Map(files), truncated, programs: new Map(programs) }
}
