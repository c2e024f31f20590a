import { readdirSync } from 'node:fs'
import { CHECKS } from '../checks/index.ts'
import { RehearsalError } from '../errors.ts'
import { SCANNERS } from '../scanners/index.ts'
import { type Candidate, type CommandWords, candidatesFor } from './completion/candidates.ts'
import { SHELLS, shellScript } from './completion/shells.ts'

const RUNS = '.fulldress/runs'

/** The script that a shell reads to complete `fulldress`; newline included. */
export function completionCommand(shell: string): string {
  const script = shellScript(shell)
  if (script !== null) return script
  throw new RehearsalError(
    'usage',
    `expected a shell, one of ${SHELLS.join(', ')}, found "${shell}"`,
    'such as: fulldress completion bash >> ~/.bash_completion',
  )
}

/** What may stand where the last of the words stands, a line each with a tab before what it is; newline included. */
export function candidatesCommand(commands: readonly CommandWords[], words: readonly string[]): string {
  const lines = candidatesFor(commands, words, { check: checks, run: runs }).map(({ value, says }) =>
    says === '' ? value : `${value}\t${says}`,
  )
  return lines.map((line) => `${line}\n`).join('')
}

function checks(): readonly Candidate[] {
  const ofChecks = CHECKS.map(({ id, asks }) => ({ value: id, says: asks }))
  return [...ofChecks, ...SCANNERS.map(({ id }) => ({ value: id, says: 'a scanner' }))]
}

/** Runs of this folder, latest first. */
function runs(): readonly Candidate[] {
  try {
    const names = readdirSync(RUNS, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    return names.map(({ name }) => ({ value: `${RUNS}/${name}`, says: '' })).toReversed()
  } catch {
    // Nobody has rehearsed here yet.
    return []
  }
}
