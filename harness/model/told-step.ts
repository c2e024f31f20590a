/** A command as it is told to people: secrets masked, variables by name alone. */
export interface ToldCommand {
  readonly command: string
  /** `payments@5.0`; null runs it in the folder of the spec. */
  readonly in: string | null
  readonly variables: readonly string[]
  readonly timeoutMs: number
}

/** What a step does, as somebody who performs it by hand must know it. */
export type ToldStep = { readonly label: string } & (
  | {
      readonly kind: 'sql'
      /** Relative to the spec's folder, in the order in which they are applied. */
      readonly files: readonly string[]
      readonly lock: 'advisory' | 'none'
      readonly lockTimeoutMs: number | null
      readonly retries: number
      /** Where each file holds both directions: whose files these are, and which direction is applied. */
      readonly parts?: { readonly tool: string; readonly direction: 'up' | 'down' }
    }
  | { readonly kind: 'command'; readonly command: ToldCommand }
  | {
      readonly kind: 'service'
      readonly service: string
      readonly version: string
      readonly image: string | null
      readonly strategy: 'recreate' | 'rolling'
      readonly replicas: number
      readonly drainMs: number
    }
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** Commands are null where PostgreSQL's own base backup is taken. */
  | { readonly kind: 'restore'; readonly take: ToldCommand | null; readonly restore: ToldCommand | null }
)
