import { describe, RehearsalError } from '../../errors.ts'
import { findEngine } from '../../staging/containers/engine.ts'
import type { Symptom } from './symptom.ts'

/** The container engine, without which a rehearsal runs in processes. */
export async function engine(): Promise<Symptom> {
  try {
    const { container } = await findEngine()
    const { Version, ApiVersion } = await container.dockerode.version()
    return { about: 'containers', state: 'ok', says: `an engine answers: ${Version}, API ${ApiVersion}` }
  } catch (error) {
    const hint = error instanceof RehearsalError ? error.hint : 'start Docker'
    return { about: 'containers', state: 'missing', says: describe(error), remedy: hint }
  }
}
