import type { Command, Option } from 'commander'

/** What every command shares with the others, and where its result goes. */
export interface Shared {
  readonly json: Option
  readonly out: (text: string) => void
  readonly exit: (code: number) => void
}

/** Adds one command and what it takes. What it does is loaded when it is asked for: container clients are much to read. */
export type Declare = (program: Command, shared: Shared) => void

/** The spec that is meant when none is named. */
export const SPEC = 'rehearsal.yaml'
