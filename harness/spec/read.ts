import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { describe, RehearsalError } from '../errors.ts'
import { invalidSpec, withoutEchoes } from './complaint.ts'
import { composeFileOf, refusalOf } from './compose/compose.ts'
import { type Composition, compositionOf, withContainers } from './compose/composition.ts'
import { withComposition } from './compose/into-spec.ts'
import type { ComposeFile } from './compose/read-compose.ts'
import { readDocument } from './document.ts'
import { changeFitsItsWindow } from './meaning/change.ts'
import { irreversibleIsOfUpgrade } from './meaning/irreversible.ts'
import { judgeMeaning } from './meaning/judge.ts'
import { placeholdersCanBeFilled } from './meaning/placeholders.ts'
import { modelCanBeReplayed, trafficIsSent } from './meaning/replay.ts'
import { servicesCanStart } from './meaning/services.ts'
import { rollbackAnswersUpgrade, stepsCanBePerformed } from './meaning/steps.ts'
import { blocksFitTheAct, partnersKeepTime, probingFilesExist, scriptsExist } from './meaning/traffic.ts'
import { ledgersCanBeAsked } from './meaning/writes.ts'
import { shape } from './shape.ts'
import { readSlo } from './slo/read-slo.ts'
import type { Spec } from './spec.ts'
import { readTrafficModel } from './traffic-model/read-model.ts'
import { trust } from './trust.ts'

const RULES = [
  servicesCanStart,
  stepsCanBePerformed,
  rollbackAnswersUpgrade,
  irreversibleIsOfUpgrade,
  trafficIsSent,
  scriptsExist,
  modelCanBeReplayed,
  ledgersCanBeAsked,
  probingFilesExist,
  blocksFitTheAct,
  partnersKeepTime,
  changeFitsItsWindow,
  placeholdersCanBeFilled,
]

/**
 * Reads a spec: YAML with the environment filled in, every path beneath the folder of the file. Rejects with one
 * RehearsalError that lists all complaints, each with line and column (`spec-invalid`), or with `spec-unreadable`.
 */
export async function readSpec(file: string, env: NodeJS.ProcessEnv): Promise<Spec> {
  const written = readDocument(await readText(file), env)
  if (written.data === undefined) throw invalidSpec(file, written.complaints, written.position)
  const absolute = resolve(file)
  const compose = composeFileOf(written, dirname(absolute), env)
  const composition = compose === null ? null : compositionOf(compose)
  const document = composition === null ? written : withComposition(written, composition)
  const { spec, complaints } = shape(document)
  const meaning = judgeMeaning(document, dirname(absolute), RULES)
  const all = withoutEchoes([document.complaints, complaints, meaning])
  const refused = compose === null ? null : refusalOf(compose)
  if (all.length > 0 || spec === null) throw withRefusal(invalidSpec(file, all, document.position), refused)
  if (refused !== null) throw refused
  const [model, slo] = [spec.traffic.model, spec.limits.slo]
  const replayed = model === undefined ? null : await readTrafficModel(resolve(dirname(absolute), model), env)
  const trusted = staged(trust(spec, absolute, { told: document.told, model: replayed }), compose, composition)
  if (slo === undefined) return trusted
  return { ...trusted, limits: { ...trusted.limits, slo: await readSlo(resolve(dirname(absolute), slo), env) } }
}

/** What is wrong with the spec and with its compose file is told at once. */
function withRefusal(own: RehearsalError, other: RehearsalError | null): RehearsalError {
  if (other === null) return own
  return new RehearsalError(own.code, `${own.message}\n${other.message}`, `${own.hint}; ${other.hint}`)
}

function staged(spec: Spec, compose: ComposeFile | null, composition: Composition | null): Spec {
  if (compose === null || composition === null) return spec
  const warnings = [...spec.warnings, ...compose.notes]
  return { ...spec, stage: { ...withContainers(spec.stage, composition), composeFile: compose.file }, warnings }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new RehearsalError(
      'spec-unreadable',
      `expected a spec at ${file}, found none that can be read (${describe(error)})`,
      'name the spec: fulldress rehearse path/to/rehearsal.yaml',
      error,
    )
  }
}
