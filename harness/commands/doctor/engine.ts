import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, RehearsalError } from '../../errors.ts'
import { findEngine } from '../../staging/containers/engine.ts'
import { engineClockSymptom } from './clock.ts'
import type { Symptom } from './symptom.ts'

/** The oldest API that rehearsals are tested with: Docker 20.10. */
const TESTED_API = [1, 41] as const
const SOCKET = '/var/run/docker.sock'

/** The container engine, without which a rehearsal runs in processes, and what becomes of compose files. */
export async function engine(): Promise<readonly Symptom[]> {
  try {
    const { container } = await findEngine()
    const { Version, ApiVersion } = await container.dockerode.version()
    const before = Date.now()
    const { SystemTime } = (await container.dockerode.info()) as { readonly SystemTime?: string }
    const between = (before + Date.now()) / 2
    const behind = engineClockSymptom(SystemTime === undefined ? 0 : between - Date.parse(SystemTime))
    return [engineSymptom(Version, ApiVersion), composeSymptom(true), ...(behind === null ? [] : [behind])]
  } catch (error) {
    const remedy = remedyHere(error instanceof RehearsalError ? error.hint : 'start Docker')
    return [{ about: 'containers', state: 'missing', says: describe(error), remedy }, composeSymptom(false)]
  }
}

/** An engine by its version and that of its API. */
export function engineSymptom(version: string, api: string): Symptom {
  const says = `an engine answers: ${version}, API ${api}`
  const [major = 0, minor = 0] = api.split('.').map(Number)
  const old = major < TESTED_API[0] || (major === TESTED_API[0] && minor < TESTED_API[1])
  if (!old) return { about: 'containers', state: 'ok', says }
  const older = `${says}, older than the ${TESTED_API.join('.')} that rehearsals are tested with`
  return { about: 'containers', state: 'weaker', says: older, remedy: 'sudo apt-get install --only-upgrade docker.io' }
}

/** A compose file is read by fulldress itself. */
export function composeSymptom(engineAnswers: boolean): Symptom {
  if (engineAnswers)
    return { about: 'compose', state: 'ok', says: 'compose files are read as they are; no compose plugin is needed' }
  const says = 'a compose file names images, and no engine is here to run them; no compose plugin is needed'
  return {
    about: 'compose',
    state: 'weaker',
    says,
    remedy: 'see containers; fulldress init without the file writes a spec for processes',
  }
}

/** The one command that most likely brings an engine here. */
function remedyHere(otherwise: string): string {
  if (process.platform !== 'linux') return otherwise
  if (existsSync(SOCKET) && !mayUse(SOCKET)) return 'sudo usermod -aG docker $USER, then log in anew'
  const installed = (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, 'dockerd')) || existsSync(join(folder, 'docker')))
  return installed
    ? 'sudo systemctl start docker'
    : 'sudo apt-get install docker.io; or rehearse with --runtime processes'
}

function mayUse(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
