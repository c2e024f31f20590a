/** A piece of an environment that the upgrade changes. */
export interface ChangedPart {
  readonly kind: 'npm package' | 'Python package' | 'module' | 'program' | 'file' | 'image'
  /** `ledger-client`, or the path of a module, a program, or any other file that a script may load or read. */
  readonly name: string
  /** Version before the upgrade, where it has one and was there. */
  readonly was: string | null
  readonly is: string | null
}

/** What reading a command's scripts says it uses of what the upgrade changes. */
export interface Reached {
  /** Name of the changed part. */
  readonly part: string
  /** The files that lead there: `rollback.mjs → settle.mjs`. */
  readonly through: string
}

/** A command of the way back, run once more where everything that the upgrade changed is unusable. */
export type IndependenceFact = {
  readonly kind: 'independence.tried'
  /** Its step in the way back, from 0. */
  readonly step: number
  readonly label: string
  readonly command: string
  /** `web 2`, `this machine`. */
  readonly runsIn: string
  /** At most 50; `changedCount` has all. */
  readonly changed: readonly ChangedPart[]
  readonly changedCount: number
  readonly reaches: readonly Reached[]
  /** What reading could not follow, and what changed and was left usable, a clause each. */
  readonly notFollowed: readonly string[]
  /**
   * `unchanged`: where it runs, the upgrade changes nothing that could be made unusable. `depends`: it failed so, and
   * with everything usable it does not, or what it said names a part. `undecided`: it could not be told; `because` has why.
   */
  readonly outcome: 'unchanged' | 'succeeded' | 'depends' | 'undecided'
  /** Parts whose loading its output tells of. */
  readonly met: readonly string[]
  /** Its last words, where it failed. */
  readonly said: string | null
  readonly because: string | null
}
