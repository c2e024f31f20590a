import { createHash } from 'node:crypto'
import { ImageName } from 'testcontainers'
import { describe, RehearsalError } from '../../errors.ts'
import type { BuildDescription } from '../../model/container.ts'
import type { ServiceVersion, StageDescription } from '../../model/stage.ts'
import { lastLines } from '../../process/tail.ts'
import type { Origin } from '../ground.ts'
import type { Docker, Engine } from './engine.ts'
import { BUILD_LABEL, BUILD_REPOSITORY } from './labels.ts'

/** The image with Node in which our own programs run: the front and the stand-ins. */
export const NODE_IMAGE = 'node:24-bookworm-slim'

const HINT =
  'docker pull it by hand to see why; a service of a compose file that the rehearsal can do without, such as one that migrates, goes into stage.compose.without; docs/air-gapped.md tells of machines that reach no registry'

/** Makes sure that the engine has an image, pulling it where it has not. */
export async function ensureImage(engine: Engine, image: string, progress: (line: string) => void): Promise<void> {
  const name = ImageName.fromString(image)
  if (await engine.image.exists(name)) return
  progress(`pulling ${image}`)
  const refused = await engine.image.pull(name, { force: false, platform: undefined }).then(() => null, describe)
  // A registry's refusal may come as a line of the answer, which nobody read; whether the image is here counts.
  if (await engine.image.exists(name)) return
  const because = refused === null ? '' : `: ${refused}`
  throw new RehearsalError(
    'image-missing',
    `expected the image ${image}, found neither one on this machine nor one to pull${because}`,
    HINT,
  )
}

/** The images that a stage names and does not build itself, each once. */
export function imagesOf({ database, services, auxiliaries = [] }: StageDescription): readonly string[] {
  const versions = [...services.flatMap((service) => Object.values(service.versions)), ...auxiliaries]
  const named = versions.flatMap(({ image, build }) => (image === null || build !== null ? [] : [image]))
  return [...new Set([NODE_IMAGE, database.image, ...named])]
}

/** Of these images, those that the engine does not have; asks no registry. */
export async function imagesNotHere(engine: Engine, images: readonly string[]): Promise<readonly string[]> {
  const here = await Promise.all(images.map((image) => engine.image.exists(ImageName.fromString(image))))
  return images.filter((_, index) => here[index] === false)
}

/** The image of a service's version: built, or named, or the one that its source runs in. */
export async function imageOf(
  engine: Engine,
  version: Pick<ServiceVersion, 'build' | 'image'>,
  progress: (line: string) => void,
): Promise<string> {
  if (version.build !== null) {
    const name = nameOf(version.build)
    // A swap under load does not build what was built before anything began.
    return (await engine.image.exists(ImageName.fromString(name)))
      ? name
      : await buildImage(engine, version.build, progress)
  }
  const image = version.image ?? NODE_IMAGE
  await ensureImage(engine, image, progress)
  return image
}

/** Where an image comes from: the registry's digest, or the image's own id where it was never pushed. */
export async function originOf(engine: Engine, image: string): Promise<Origin> {
  const { RepoDigests = [], Id } = await engine.image.inspect(ImageName.fromString(image))
  return { image, digest: RepoDigests[0]?.split('@')[1] ?? Id }
}

/** The same for the same folder, file, arguments and stage. */
function nameOf({ context, dockerfile, args = {}, target }: BuildDescription): string {
  const said = [context, dockerfile, target, JSON.stringify(args)].join('\0')
  return `${BUILD_REPOSITORY}:${createHash('sha256').update(said).digest('hex').slice(0, 12)}`
}

/**
 * Builds a Dockerfile with the engine's own cache, whether or not there is an image of that name. The newest of each
 * source stays for the next run, until `clean`; the one before it goes.
 */
export async function buildImage(
  engine: Engine,
  build: BuildDescription,
  progress: (line: string) => void,
): Promise<string> {
  const { context, dockerfile, args = {}, target } = build
  const docker = engine.container.dockerode
  const image = nameOf(build)
  progress(`building ${dockerfile} in ${context}`)
  const before = await idOf(engine, image)
  const labels = { [BUILD_LABEL]: context }
  const options = {
    t: image,
    dockerfile,
    rm: true,
    labels,
    buildargs: args,
    ...(target === undefined ? {} : { target }),
  }
  const stream = await docker.buildImage({ context, src: ['.'] }, options)
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const said: string[] = []
  docker.modem.followProgress(
    stream,
    (error: Error | null) => resolve(error === null ? null : error.message),
    (event: { stream?: string }) => void said.push(event.stream ?? ''),
  )
  const failure = await promise
  if (failure === null) {
    if (before !== null && before !== (await idOf(engine, image))) await removeUnlessUsed(docker, before)
    return image
  }
  throw new RehearsalError(
    'image-missing',
    `expected ${dockerfile} in ${context} to build, found: ${failure}\n${lastLines(said.join(''), 15)}`,
    'docker build it by hand to see all it says',
  )
}

async function idOf({ image }: Engine, name: string): Promise<string | null> {
  const reference = ImageName.fromString(name)
  return (await image.exists(reference)) ? (await image.inspect(reference)).Id : null
}

/** Resolves to whether the image is gone; one that a container or another image needs stays. */
export async function removeUnlessUsed(docker: Docker, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).remove()
    return true
  } catch (error) {
    const { statusCode } = error as { readonly statusCode?: number }
    if (statusCode === 404) return true
    if (statusCode === 409) return false
    throw error
  }
}
