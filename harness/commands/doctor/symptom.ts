/** One thing that a rehearsal needs or is better with. */
export interface Symptom {
  readonly about: string
  /** `weaker`: a rehearsal runs without it and shows less, or takes longer. `info`: nothing to mend. */
  readonly state: 'ok' | 'weaker' | 'missing' | 'info'
  readonly says: string
  /** The command that mends it, or where there is none, what to do. */
  readonly remedy?: string
}
