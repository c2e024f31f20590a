import { readFile } from 'node:fs/promises'
import { describe, RehearsalError } from '../../errors.ts'
import type { TrafficModel } from '../../model/traffic-model.ts'
import { type Complaint, invalidSpec, withoutEchoes } from '../complaint.ts'
import { readDocument } from '../document.ts'
import { shapeAs } from '../shape.ts'
import { modelComplaints } from './model-meaning.ts'
import { modelSchema } from './model-schema.ts'
import { trustModel } from './trust-model.ts'

/** Reads what `fulldress learn` wrote, or somebody by hand; rejects as `readSpec` does, with every complaint at once. */
export async function readTrafficModel(file: string, env: NodeJS.ProcessEnv): Promise<TrafficModel> {
  try {
    return parseTrafficModel(await readFile(file, 'utf8'), file, env)
  } catch (error) {
    if (error instanceof RehearsalError) throw error
    throw new RehearsalError(
      'spec-unreadable',
      `expected a traffic model at ${file}, found none that can be read (${describe(error)})`,
      'learn one from an access log: fulldress learn access.log',
      error,
    )
  }
}

/** The model in a YAML text; `file` is what complaints call it. */
export function parseTrafficModel(text: string, file: string, env: NodeJS.ProcessEnv): TrafficModel {
  const document = readDocument(text, env)
  const refuse = (complaints: readonly Complaint[]) =>
    new RehearsalError(
      'spec-invalid',
      invalidSpec(file, complaints, document.position).message,
      'mend these places; docs/learn.md describes every key of a traffic model',
    )
  if (document.data === undefined) throw refuse(document.complaints)
  const { shaped, complaints } = shapeAs(modelSchema, document)
  const all = withoutEchoes([document.complaints, complaints, shaped === null ? [] : modelComplaints(shaped, document)])
  if (all.length > 0 || shaped === null) throw refuse(all)
  return trustModel(shaped)
}
