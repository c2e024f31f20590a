/** What `k6 inspect` says of a script, as far as it matters here; k6 prints null for what is not set. */
export interface ScriptOptions {
  readonly scenarios?: Readonly<Record<string, ScriptScenario>> | null
  readonly vus?: number | null
  readonly stages?: readonly ScriptStage[] | null
  readonly thresholds?: Readonly<Record<string, readonly Threshold[]>> | null
  readonly setupTimeout?: string | null
}

export interface ScriptScenario {
  readonly executor: string
  readonly exec?: string | null
  readonly env?: Readonly<Record<string, string>> | null
  readonly tags?: Readonly<Record<string, string>> | null
  readonly rate?: number | null
  readonly startRate?: number | null
  readonly timeUnit?: string | null
  readonly stages?: readonly ScriptStage[] | null
  readonly vus?: number | null
  readonly startVUs?: number | null
  readonly preAllocatedVUs?: number | null
  readonly maxVUs?: number | null
  readonly startTime?: string | null
}

export interface ScriptStage {
  readonly duration?: string | null
  readonly target?: number | null
}

export type Threshold =
  | string
  | { readonly threshold: string; readonly abortOnFail?: boolean | null; readonly delayAbortEval?: string | null }
