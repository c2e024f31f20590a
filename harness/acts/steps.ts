import { dirname } from 'node:path'
import { describe, RehearsalError } from '../errors.ts'
import { traceStep } from '../locks/step-trace.ts'
import { applySql } from '../migrator/apply.ts'
import { placesInFiles } from '../migrator/places.ts'
import type { EntryOf, Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Command, Step } from '../model/step.ts'
import type { Company } from './act.ts'
import { pauseUntil } from './pause.ts'
import { restoreSnapshot } from './restore.ts'
import { onStage, type Scene } from './scene.ts'

type Transition = 'upgrade' | 'rollback'

/** Who is told of a step before it is begun, and may keep it waiting, and after it went well. */
interface StepWatch {
  before(step: number): Promise<void>
  after(step: number): void
}

/**
 * Performs steps in order until one fails. A failing step is news about the upgrade, so it is recorded, not thrown;
 * only an interruption or a stray request throws.
 */
export async function performSteps(
  scene: Scene,
  act: Transition,
  steps: readonly Step[],
  company: Pick<Company, 'journal' | 'signal' | 'interrupted'> & { readonly states?: StepWatch },
): Promise<boolean> {
  const record = company.journal.record.bind(company.journal)
  for (const [step, { label }] of steps.entries()) {
    await company.states?.before(step)
    const startedAt = Date.now()
    const began = performance.now()
    record({ kind: 'step.started', act, step, label })
    const outcome = await outcomeOf(performStep(scene, act, step, steps[step] as Step, company), company)
    // Whoever sets the clock back meanwhile makes no step shorter.
    const endedAt = startedAt + Math.round(performance.now() - began)
    record({ kind: 'step.ended', act, step, label, startedAt, endedAt, ...outcome })
    if (!outcome.ok) return false
    company.states?.after(step)
  }
  return true
}

type Outcome = Pick<EntryOf<'step.ended'>, 'ok' | 'reason' | 'complaint'>

async function outcomeOf(
  performed: Promise<string | undefined>,
  { signal, interrupted }: Pick<Company, 'signal' | 'interrupted'>,
): Promise<Outcome> {
  try {
    const complaint = await performed
    return complaint === undefined ? { ok: true } : { ok: true, complaint }
  } catch (error) {
    interrupted.throwIfAborted()
    if (signal.reason instanceof RehearsalError && signal.reason.code === 'stray-request') throw signal.reason
    return { ok: false, reason: describe(signal.reason ?? error) }
  }
}

async function performStep(
  scene: Scene,
  act: Transition,
  index: number,
  step: Step,
  { journal, signal }: Pick<Company, 'journal' | 'signal'>,
): Promise<string | undefined> {
  const record = journal.record.bind(journal)
  const copy = onStage(scene, 'copy')
  switch (step.kind) {
    case 'wait':
      return void (await pauseUntil(Date.now() + step.waitMs, signal))
    case 'service':
      return void (await copy.swap(step))
    case 'run':
      return runCommand(scene, step.run, `${act}-${index + 1}`, signal)
    case 'restore':
      return void (await restoreSnapshot(scene, step.snapshot, {
        step: index,
        journal,
        run: (command) => runCommand(scene, command, 'restore', signal),
      }))
    case 'migrate':
      return performMigration(scene, act, index, step, { record, signal })
    default:
      return step satisfies never
  }
}

/** Runs a migration through the tracing proxy, so that its locks are known statement by statement, whoever sends them. */
async function performMigration(
  scene: Scene,
  act: Transition,
  index: number,
  step: Extract<Step, { kind: 'migrate' }>,
  { record, signal }: { readonly record: Recorder; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const root = dirname(scene.plan.spec)
  const server = onStage(scene, 'copy').database
  const placeOf = 'sql' in step ? await placesInFiles(step.sql, root) : () => null
  const onSession = (pid: number) => onStage(scene, 'watcher').migrating(pid)
  return traceStep({ server, folder: scene.folder, act, step: index, placeOf, onSession, record }, async (address) => {
    if ('tool' in step) return runCommand(scene, step.tool, `${act}-${index + 1}`, signal, { at: address })
    const recordAs = { record, act, step: index }
    return void (await applySql({ address, sql: step.sql, root, recordAs, progress: scene.progress, signal }))
  })
}

/** How PostgreSQL's own programs, and most others, print what the server refused. */
const SERVER_ERROR = /^.*\b(?:ERROR|FATAL|PANIC): .*$/m

/**
 * Runs a command and rejects unless it exits with 0; the message carries its last lines. Resolves to the first server
 * error among these, for there are tools (psql without ON_ERROR_STOP) that print it and go on.
 */
export async function runCommand(
  scene: Pick<Scene, 'copy'>,
  command: Command,
  name: string,
  signal: AbortSignal,
  where: { readonly database?: string; readonly at?: DatabaseAddress; readonly killed?: AbortSignal } = {},
): Promise<string | undefined> {
  const result = await onStage(scene, 'copy').run(command, { name, signal, ...where })
  if (result.exitCode === 0) return SERVER_ERROR.exec(result.tail)?.[0].trim()
  const how = result.timedOut
    ? `was still running after ${command.timeoutMs / 1000} s and was ended`
    : `exited with ${result.exitCode ?? 'a signal'}`
  throw new Error(`\`${command.told}\` ${how}; expected exit code 0. Last lines:\n${result.tail}`)
}
