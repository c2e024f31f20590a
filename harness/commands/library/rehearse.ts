import { exitCodeOf } from '../../checks/judge.ts'
import type { CheckRuling, Judgement } from '../../checks/judgement.ts'
import { RehearsalError } from '../../errors.ts'
import { parseDuration } from '../../model/duration.ts'
import type { Entry } from '../../model/evidence.ts'
import type { Finding, Verdict } from '../../model/finding.ts'
import { createRunFolder } from '../rehearse/folder.ts'
import { newLabel } from '../rehearse/label.ts'
import { type Performed, performRehearsal } from '../rehearse/perform.ts'
import { type Prepared, prepareRehearsal } from '../rehearse/prepare.ts'
import { expectPerformed } from './ended.ts'
import type { Given } from './given.ts'
import { performInside } from './inside.ts'
import { listener } from './listener.ts'

export interface RehearseOptions {
  /** Length of each steady act, as the spec writes it: `20s`. */
  readonly actTime?: string | undefined
  /** `auto`, which is also the default, takes containers where an engine answers. */
  readonly runtime?: 'auto' | 'containers' | 'processes' | undefined
  /** Folder of the run, which must be new or empty; `.fulldress/runs/<time>-<name>` unless said. */
  readonly out?: string | undefined
  /** Seed of arrivals, data and faults. */
  readonly seed?: number | undefined
  /** Aborting it ends the run: everything it started is removed first, then the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Called for each entry of the journal, soon after it was recorded. What it throws is thrown once the run has ended. */
  readonly onEntry?: ((entry: Entry) => void) | undefined
  /** Called with what the command would print to stderr: downloads, and what an act is doing. */
  readonly onProgress?: ((line: string) => void) | undefined
}

export interface Rehearsal {
  readonly verdict: Verdict
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly checks: readonly CheckRuling[]
  /** Absolute path of the run's folder: journal, reports, logs. */
  readonly folder: string
  /** What the command would exit with: 0 GO, 1 NO-GO, 3 INCONCLUSIVE. */
  readonly exitCode: 0 | 1 | 3
  /** The whole journal, in order. */
  readonly entries: readonly Entry[]
}

/**
 * Performs the rehearsal of a spec, as `fulldress rehearse` does, and resolves with its verdict, whichever that is.
 *
 * It prints nothing, leaves `process.exitCode` alone and listens to no signal of the process. In processes it runs in a
 * process of its own, in a namespace without a way out, where the kernel allows one. It is no night of the history.
 * Rejects with a RehearsalError where the operator has something to mend, before the run or in it.
 */
export async function rehearse(spec: string, options: RehearseOptions = {}): Promise<Rehearsal> {
  const { signal = new AbortController().signal, onProgress = () => undefined } = options
  signal.throwIfAborted()
  const heard = listener(options.onEntry)
  const wishes = { actTime: millisecondsOf(options.actTime), runtime: options.runtime ?? 'auto', seed: options.seed }
  const prepared = await prepareRehearsal(spec, wishes, { progress: onProgress, signal })
  const folder = createRunFolder(prepared.plan.rehearsal, options.out, new Date())
  const performing = { folder, hear: heard.hear, progress: onProgress, signal }
  const performed = await (prepared.isolates ? performInside : performHere)(prepared, performing)
  signal.throwIfAborted()
  heard.rethrow()
  return rehearsalOf(folder, performed)
}

async function performHere({ plan, runtime, k6, weaker }: Prepared, given: Given): Promise<Performed> {
  const { folder, progress } = given
  const setting = { plan, runtime, k6, folder, history: null, label: newLabel(), progress }
  return await performRehearsal(setting, { weaker, ...given })
}

function rehearsalOf(folder: string, { entries, judgement }: Performed): Rehearsal {
  expectPerformed(entries, folder)
  const { verdict, findings, checks }: Judgement = judgement
  return { verdict, findings, checks, folder, exitCode: exitCodeOf(entries, judgement) as 0 | 1 | 3, entries }
}

function millisecondsOf(actTime: string | undefined): number | undefined {
  if (actTime === undefined) return undefined
  const ms = parseDuration(actTime)
  if (ms !== null && ms > 0) return ms
  const message = `expected actTime to be a duration such as 20s or 2m, found ${JSON.stringify(actTime)}`
  throw new RehearsalError('usage', message, 'write it as the spec does: a number and ms, s, m or h')
}
