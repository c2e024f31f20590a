import { existsSync } from 'node:fs'
import { describe, RehearsalError } from '../../errors.ts'
import type { StageDescription } from '../../model/stage.ts'
import { readSpec } from '../../spec/read.ts'
import { findEngine } from '../../staging/containers/engine.ts'
import { imagesNotHere, imagesOf } from '../../staging/containers/image.ts'
import type { Symptom } from './symptom.ts'

/** The images of a spec that this machine lacks; nothing where there is no spec yet, or no engine to hold images. */
export async function images(spec: string, env: NodeJS.ProcessEnv): Promise<readonly Symptom[]> {
  if (!existsSync(spec)) return []
  try {
    const { stage } = await readSpec(spec, env)
    const all = imagesOf(stage)
    return [imagesSymptom(stage, all, await imagesNotHere(await findEngine(), all))]
  } catch (error) {
    if (error instanceof RehearsalError && error.code === 'engine-missing') return []
    const remedy = error instanceof RehearsalError ? error.hint : `fulldress plan ${spec}`
    return [{ about: 'images', state: 'weaker', says: `${spec} could not be read: ${describe(error)}`, remedy }]
  }
}

/** An image that is not here may still be pulled, so that a lack is no more than a warning. */
export function imagesSymptom(
  { services, auxiliaries = [] }: Pick<StageDescription, 'services' | 'auxiliaries'>,
  all: readonly string[],
  lacking: readonly string[],
): Symptom {
  if (lacking.length === 0) return { about: 'images', state: 'ok', says: `all ${all.length} of the spec are here` }
  const players = [
    ...services.map(({ name, versions }) => ({ name, own: Object.values(versions).map(({ image }) => image) })),
    ...auxiliaries.map(({ name, image }) => ({ name, own: [image] })),
  ]
  const told = lacking.map((image) => {
    const of = players.filter(({ own }) => own.includes(image)).map(({ name }) => name)
    return of.length === 0 ? image : `${image} of ${of.join(', ')}`
  })
  const beside = auxiliaries.filter(({ image }) => image !== null && lacking.includes(image)).map(({ name }) => name)
  const without = beside.length === 0 ? '' : `; without need of it, stage.compose.without: [${beside.join(', ')}]`
  return {
    about: 'images',
    state: 'weaker',
    says: `not on this machine, so that a rehearsal has to pull: ${told.join('; ')}`,
    remedy: `docker pull ${lacking.join(' && docker pull ')}${without}`,
  }
}
