import { basename, resolve } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import { invalidSpec } from '../complaint.ts'
import type { SpecDocument } from '../document.ts'
import { type ComposeFile, readComposeFile } from './read-compose.ts'
import { wishOf } from './wish.ts'

/** The compose file that a spec's stage is; null where it names none. Rejects as `readSpec` does where none can be read. */
export function composeFileOf(document: SpecDocument, folder: string, env: NodeJS.ProcessEnv): ComposeFile | null {
  const wish = wishOf({ path: [], value: document.data })
  return wish === null ? null : readComposeFile(resolve(folder, wish.file), wish, env)
}

/** What is wrong with a compose file, as one error for all of it; null where nothing is. */
export function refusalOf({ file, complaints, position }: ComposeFile): RehearsalError | null {
  if (complaints.length === 0) return null
  const { message } = invalidSpec(file, complaints, position)
  return new RehearsalError('spec-invalid', message, HINT)
}

/** The same as lines that name the file without its folder. */
export function complaintLines({ file, complaints, position }: ComposeFile): readonly string[] {
  if (complaints.length === 0) return []
  return invalidSpec(basename(file), complaints, position).message.split('\n')
}

const HINT =
  'docs/compose.md says what of a compose file is understood; leave keys out with stage.compose.ignore, and whole services with stage.compose.without'
