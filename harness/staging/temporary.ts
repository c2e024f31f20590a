import { mkdtempSync, writeFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { currentOwner, formatOwner } from '../process/owner.ts'
import type { RunLabel } from './copy.ts'

/** Names the owner of a temporary folder, so that `clean` can tell a live run's from one left behind. */
export const OWNER_FILE = 'owner.json'

/** `<tmp>/fulldress-<id>-XXXXXX`, with its owner's signature inside. */
export async function makeTemporaryFolder({ id }: RunLabel): Promise<string> {
  const signature = JSON.stringify({ id, owner: formatOwner(currentOwner()) })
  // In one go: nobody could tell whose it is if we were killed in between.
  const folder = mkdtempSync(join(tmpdir(), `fulldress-${id}-`))
  writeFileSync(join(folder, OWNER_FILE), signature)
  // PostgreSQL runs as an ordinary user where we are root: it must get to its data, and sees no other name in here.
  await chmod(folder, 0o711)
  return folder
}
