import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadData } from '../../acts/seed.ts'
import type { StageDescription } from '../../model/stage.ts'
import type { Call } from '../../partners/call.ts'
import type { Plan } from '../../plan/plan.ts'
import { planRehearsal } from '../../plan/plan-rehearsal.ts'
import { readSpec } from '../../spec/read.ts'
import type { StagingCopy } from '../../staging/copy.ts'
import { startStaging as startCopy } from '../../staging/index.ts'
import { databaseUrl } from '../../staging/placeholders.ts'
import { prepareStage } from '../../staging/prepare.ts'
import { makeTemporaryFolder } from '../../staging/temporary.ts'
import { newLabel } from '../rehearse/label.ts'
import { chooseRuntime } from '../rehearse/runtime.ts'
import { readCalls } from './calls.ts'
import { inVersion, knownVersion } from './versions.ts'

export interface StagingOptions {
  /** Version in which services start: one for each that has it, or by service. The spec's own unless said. */
  readonly version?: string | Readonly<Record<string, string>> | undefined
  /** `auto`, which is also the default, takes containers where an engine answers. */
  readonly runtime?: 'auto' | 'containers' | 'processes' | undefined
  /** false leaves the database empty and starts no service: load your own data, then call `startServices`. */
  readonly seed?: boolean | undefined
  /** Aborting it ends the start, and whatever was started by then; a copy that stands is ended by its disposal. */
  readonly signal?: AbortSignal | undefined
  /** Called with what the command would print to stderr: downloads, and how far the data set is. */
  readonly onProgress?: ((line: string) => void) | undefined
}

/** A third party's stand-in. */
export interface StagedPartner {
  readonly url: string
  /** The calls that reached it and were answered, in order. */
  calls(): readonly Call[]
}

/** A staging copy on loopback, without traffic. It is owned by `await using`: disposal removes all that it started. */
export interface Staging extends AsyncDisposable {
  readonly runtime: 'containers' | 'processes'
  /** `postgres://user:password@host:port/name`, for any driver. */
  readonly databaseUrl: string
  /** URL of each service, by name; it stays the same when the service is swapped. */
  readonly services: Readonly<Record<string, string>>
  readonly partners: Readonly<Record<string, StagedPartner>>
  /** Folder with what services and database print, until the disposal. */
  readonly logs: string
  /** Starts stand-ins and services; needed after `seed: false` only. */
  startServices(): Promise<void>
  /** Replaces a service by another of its versions. Rejects with a RehearsalError where that does not become healthy. */
  swap(service: string, version: string): Promise<void>
}

/**
 * Starts the staging copy of a spec, seeded and with its services running, for a test of one's own.
 *
 * It prints nothing and listens to no signal of the process: what a killed test left, `fulldress clean` removes. Unlike a
 * rehearsal's, a copy of processes is in no namespace of its own, for the test must reach it. Rejects with a
 * RehearsalError where the operator has something to mend; nothing is left running then.
 */
export async function startStaging(spec: string, options: StagingOptions = {}): Promise<Staging> {
  const { signal = new AbortController().signal, onProgress: progress = () => undefined } = options
  signal.throwIfAborted()
  const planned = planRehearsal(await readSpec(resolve(spec), process.env))
  const plan = { ...planned, stage: inVersion(planned.stage, options.version) }
  const { name: runtime } = await chooseRuntime(options.runtime ?? 'auto', plan.stage)
  await prepareStage(runtime, plan.stage, progress)
  signal.throwIfAborted()
  await using owned = new AsyncDisposableStack()
  const run = newLabel()
  const folder = await makeTemporaryFolder(run)
  owned.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  const common = { description: plan.stage, run, folder, seed: plan.seed, progress, signal }
  const copy = owned.use(await startCopy(runtime, { ...common, record: () => undefined }))
  if (options.seed !== false) await open({ plan, copy, progress }, signal)
  return stagingOf(plan.stage, { copy, folder, owned: owned.move() })
}

async function open(
  staged: { readonly plan: Plan; readonly copy: StagingCopy; readonly progress: (line: string) => void },
  signal: AbortSignal,
): Promise<void> {
  await loadData(staged, signal)
  signal.throwIfAborted()
  await staged.copy.startServices()
}

function stagingOf(
  stage: StageDescription,
  { copy, folder, owned }: { copy: StagingCopy; folder: string; owned: AsyncDisposableStack },
): Staging {
  const partnerOf = (name: string): StagedPartner => ({
    url: copy.fill(`\${partner.${name}.url}`),
    calls: () => readCalls(join(folder, 'partners', `${name}.jsonl`)),
  })
  return {
    runtime: copy.runtime,
    databaseUrl: databaseUrl(copy.database),
    services: copy.fronts,
    partners: Object.fromEntries(stage.partners.map(({ name }) => [name, partnerOf(name)])),
    logs: join(folder, 'logs'),
    startServices: () => copy.startServices(),
    async swap(name, version) {
      const { replicas } = knownVersion(stage, name, version)
      await copy.swap({ service: name, version, strategy: 'recreate', replicas, drainMs: 5000 })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
